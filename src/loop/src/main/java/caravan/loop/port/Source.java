package caravan.loop.port;

import java.io.IOException;
import java.io.InputStream;

/** Content that can be opened, once or more. */
@FunctionalInterface
public interface Source {
    /** Opens the content; the caller closes it. */
    InputStream open() throws IOException;

    /** Content held in memory. */
    static Source of(byte[] bytes) {
        return () -> new java.io.ByteArrayInputStream(bytes);
    }
}
