package caravan.model.data;

import java.util.HexFormat;

/** Pachyderm's hash of a file, where it can be told from the content. */
final class PachydermHash {
    /** Smaller files are one chunk: their hash is that of the chunk's hash. Larger ones are cut in unknown places. */
    private static final int ONE_CHUNK = 1_000_000;

    private PachydermHash() {}

    /** False where the content is certainly not what the hash (hex) was taken of. */
    static boolean matches(byte[] content, String hash) {
        return content.length >= ONE_CHUNK
                || HexFormat.of().formatHex(Blake2b.hash(Blake2b.hash(content))).equalsIgnoreCase(hash);
    }
}
