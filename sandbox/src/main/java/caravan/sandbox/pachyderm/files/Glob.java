package caravan.sandbox.pachyderm.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** A pattern of paths: {@code *}, {@code **}, {@code ?}, {@code [abc]}, {@code [!a-c]}, {@code {a,b}} and {@code \} before any of them. */
public final class Glob {
    private static final String SPECIAL = "*?[{\\";

    private final String text;
    private final Pattern pattern;

    /**
     * Reads the pattern.
     *
     * @throws IllegalArgumentException if a bracket is not closed
     */
    public Glob(String text) {
        this.text = text.startsWith("/") ? text : "/" + text;
        this.pattern = Pattern.compile(expression(this.text), Pattern.DOTALL);
    }

    /** Whether it is a plain path. */
    public boolean plain() {
        return text.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /** As a path, where it is plain. */
    public FilePath path() {
        return FilePath.of(text);
    }

    /** The directory below which everything that matches lies. */
    public FilePath base() {
        List<String> fixed = new ArrayList<>();
        List<String> elements = FilePath.of(text).elements();
        for (String element : elements.subList(0, Math.max(0, elements.size() - 1))) {
            if (element.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)) {
                break;
            }
            fixed.add(element);
        }
        return new FilePath(fixed, true);
    }

    /** Whether the path matches; a slash at a directory's end does not count. The root matches nothing but itself. */
    public boolean matches(String path) {
        return path.equals("/")
                ? text.equals("/")
                : pattern.matcher(path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                        .matches();
    }

    private static String expression(String glob) {
        StringBuilder out = new StringBuilder();
        Deque<Character> open = new ArrayDeque<>();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i++);
            switch (c) {
                case '*' -> {
                    boolean any = i < glob.length() && glob.charAt(i) == '*';
                    i += any ? 1 : 0;
                    out.append(any ? ".*" : "[^/]*");
                }
                case '?' -> out.append("[^/]");
                case '[' -> i = set(glob, i, out);
                case '{' -> {
                    open.push(c);
                    out.append("(?:");
                }
                case '}' -> out.append(open.poll() == null ? "\\}" : ")");
                case ',' -> out.append(open.isEmpty() ? "," : "|");
                case '\\' -> {
                    if (i == glob.length()) {
                        throw unclosed();
                    }
                    out.append(Pattern.quote(String.valueOf(glob.charAt(i++))));
                }
                default -> out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (!open.isEmpty()) {
            throw unclosed();
        }
        String expression = out.toString();
        return expression.endsWith(Pattern.quote("/")) && glob.length() > 1
                ? expression.substring(
                        0, expression.length() - Pattern.quote("/").length())
                : expression;
    }

    private static int set(String glob, int from, StringBuilder out) {
        int end = glob.indexOf(']', from + 1);
        if (end < 0) {
            throw unclosed();
        }
        String inside = glob.substring(from, end);
        boolean not = inside.startsWith("!") || inside.startsWith("^");
        String set = (not ? inside.substring(1) : inside).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        out.append(not ? "[^/" : "[").append(set).append(']');
        return end + 1;
    }

    private static IllegalArgumentException unclosed() {
        return new IllegalArgumentException("unexpected end of input");
    }
}
