package caravan.model.data;

import java.io.IOException;
import java.util.Map;

/** Archives for tests. */
public final class Archives {
    private Archives() {}

    /** A compressed tar of these files, and a link. */
    public static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        return ArchiveTest.gzip(ArchiveTest.tar(files));
    }

    /** Compressed bytes. */
    public static byte[] gzip(byte[] content) throws IOException {
        return ArchiveTest.gzip(content);
    }

    /** A zip of these files. */
    public static byte[] zip(Map<String, byte[]> files) throws IOException {
        return ArchiveTest.zip(files);
    }
}
