package caravan.pachyderm.version;

import java.io.IOException;
import java.io.InputStream;

/** Where a version's files come from. */
public interface VersionFiles extends AutoCloseable {

    /** Opens one file by its path within the version. */
    InputStream open(String path) throws IOException;

    @Override
    default void close() {}
}
