package caravan.app.lint;

import java.nio.file.Path;

/** Something that is wrong in a file: {@code file:line: what, and the nearest right one}. */
public record Finding(Path file, int line, String what) implements Comparable<Finding> {
    @Override
    public int compareTo(Finding other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + what;
    }
}
