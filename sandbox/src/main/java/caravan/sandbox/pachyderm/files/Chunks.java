package caravan.sandbox.pachyderm.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of all files, in chunks of one size. */
final class Chunks {
    /** A file's bytes are cut at multiples of this, so that the same bytes always have the same chunks. */
    static final int SIZE = 4 << 20;

    private final Blobs blobs;

    Chunks(Path folder) throws IOException {
        this.blobs = new Blobs(folder);
    }

    String put(byte[] bytes, int length) throws IOException {
        String hash = new Blake2b().add(bytes, 0, length).hex();
        if (!blobs.has(hash)) {
            Path draft = blobs.draft();
            try (OutputStream out = Files.newOutputStream(draft)) {
                out.write(bytes, 0, length);
            }
            blobs.keep(draft, hash);
        }
        return hash;
    }

    Path path(String hash) {
        return blobs.path(hash);
    }
}
