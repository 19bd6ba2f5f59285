package caravan.loop.port;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Unpacks a tar of regular files below a directory. */
@FunctionalInterface
public interface Unpack {
    /** Reads the stream to its end; an entry that would leave the directory is an error. */
    void into(InputStream tar, Path directory) throws IOException;
}
