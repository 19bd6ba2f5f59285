package caravan.loop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A folder in a git repository.
 *
 * @param git URL or path of the repository
 * @param ref branch, tag or commit
 * @param folder path within the repository
 * @param image the trial's image
 */
public record CodeSource(String git, String ref, String folder, String image) {

    /** A short name of the image that can be a label: the first 12 hex digits of its name's SHA-256. */
    public String trialDigest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
