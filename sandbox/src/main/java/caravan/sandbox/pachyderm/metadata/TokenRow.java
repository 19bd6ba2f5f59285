package caravan.sandbox.pachyderm.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A token, known by its SHA-256 alone.
 *
 * @param expires null for never
 * @param source name of the credential that it comes from, empty for one that a user asked for
 */
public record TokenRow(String hash, String principal, Instant expires, String source) implements Row {
    @Override
    public String key() {
        return key(hash);
    }

    static String key(String hash) {
        return "token " + hash;
    }

    /** The hash of a token as clients send it. */
    public static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
