package caravan.loop;

import java.util.Optional;

/**
 * How one path differs between two commits: {@code now} alone is an addition, {@code before} alone a deletion, both a
 * changed content. Directories are not among them.
 */
public record FileChange(Optional<FileEntry> now, Optional<FileEntry> before) {

    /** The path that differs. */
    public String path() {
        return now.or(() -> before).orElseThrow().path();
    }
}
