package caravan.sandbox.pachyderm.files;

import java.util.Arrays;
import java.util.List;

/**
 * A path in a commit.
 *
 * @param elements none for the root
 * @param directory whether it was written with a slash at its end
 */
public record FilePath(List<String> elements, boolean directory) {
    /** The root directory. */
    public static final FilePath ROOT = new FilePath(List.of(), true);

    private static final String GLOBBING = "*?[]{}!()@+^";

    public FilePath {
        elements = List.copyOf(elements);
    }

    /** Reads a path of which nothing is expected, as readers' paths. Repeated slashes count once. */
    public static FilePath of(String text) {
        List<String> elements =
                Arrays.stream(text.split("/")).filter(e -> !e.isEmpty()).toList();
        return new FilePath(elements, elements.isEmpty() || text.endsWith("/"));
    }

    /**
     * Reads a path that is to be written.
     *
     * @throws IllegalArgumentException where Pachyderm refuses it
     */
    public static FilePath toWrite(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (GLOBBING.indexOf(c) >= 0) {
                throw new IllegalArgumentException(
                        "path (" + text + ") invalid: globbing character (" + c + ") not allowed in path");
            }
            if (c < 0x20 || c > 0x7e) {
                throw new IllegalArgumentException(
                        "path (" + text + ") invalid: only printable ASCII characters allowed");
            }
        }
        FilePath path = of(text);
        if (path.elements.contains(".") || path.elements.contains("..")) {
            throw new IllegalArgumentException("path (" + text + ") invalid: relative file paths are not allowed");
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("path () invalid: it is empty");
        }
        return path;
    }

    /** The same without a slash at its end. */
    public FilePath asFile() {
        return new FilePath(elements, false);
    }

    /** Whether it is the root. */
    public boolean root() {
        return elements.isEmpty();
    }

    /** The path of a file of this name. */
    public String file() {
        return "/" + String.join("/", elements);
    }
}
