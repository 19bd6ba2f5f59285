package caravan.sandbox.determined;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as clients hash them and as they are stored. */
final class Passwords {
    private static final String CLIENT_SALT = "GubPEmmotfiK9TMD6Zdw";
    private static final int ROUNDS = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    /** What a client sends in place of the password; an empty one stays empty. */
    static String hashedByClient(String password) {
        return password.isEmpty() ? "" : hex("SHA-512", CLIENT_SALT + password);
    }

    static String sha256(String text) {
        return hex("SHA-256", text);
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String stored(String salt, String hashedByClient) {
        try {
            PBEKeySpec spec = new PBEKeySpec(
                    ("-" + hashedByClient).toCharArray(), HexFormat.of().parseHex(salt), ROUNDS, 256);
            return HexFormat.of()
                    .formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
