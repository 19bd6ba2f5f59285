package caravan.model.data;

import java.util.HexFormat;

/** Pachyderm's hashes of contents that are one chunk. */
public final class PachydermHashes {
    private PachydermHashes() {}

    /** As hex. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(Blake2b.hash(Blake2b.hash(content)));
    }
}
