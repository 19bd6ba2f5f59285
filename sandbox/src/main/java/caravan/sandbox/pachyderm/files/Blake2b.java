package caravan.sandbox.pachyderm.files;

import java.util.HexFormat;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** BLAKE2b with 256 bits, the hash that Pachyderm names content by. */
final class Blake2b {
    private final Blake2bDigest digest = new Blake2bDigest(256);

    Blake2b add(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** Adds the bytes of a hash that is written in hex. */
    Blake2b add(String hash) {
        byte[] bytes = HexFormat.of().parseHex(hash);
        return add(bytes, 0, bytes.length);
    }

    /** The hash of what was added, in hex. */
    String hex() {
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }
}
