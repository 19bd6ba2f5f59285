package caravan.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * File names as Pachyderm takes them: printable ASCII without its globbing characters. Every other character is
 * percent-encoded, and so is a percent sign that would be read as one.
 */
final class RepoPath {
    private static final String GLOBBING = "*?[]{}!()@+^";

    private RepoPath() {}

    /** The path with every character encoded that Pachyderm refuses. */
    static String of(String path) {
        StringBuilder encoded = new StringBuilder();
        path.codePoints().forEach(character -> {
            boolean plain = character >= ' ' && character <= '~' && GLOBBING.indexOf(character) < 0;
            if (plain && character != '%') {
                encoded.appendCodePoint(character);
            } else {
                for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            }
        });
        return encoded.toString();
    }
}
