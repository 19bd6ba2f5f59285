package caravan.loop;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A file that is not trained on, and why.
 *
 * @param path as committed; a member of an archive as {@code /a.zip!member.jpg}
 * @param hash Pachyderm's hash of the file (of the archive, for a member)
 */
public record SetAside(String path, String hash, String reason) {
    private static final char MEMBER = '!';

    /** What it is written down under: the content's hash; for a member of an archive with a hash of its path. */
    public String key() {
        return path.indexOf(MEMBER) < 0
                ? hash
                : hash + "-" + UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8));
    }

    /** The content's hash in a key. */
    public static String hash(String key) {
        int dash = key.indexOf('-');
        return dash < 0 ? key : key.substring(0, dash);
    }
}
