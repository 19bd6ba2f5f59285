package caravan.loop.port;

/** One edit of a transaction on a branch. */
public sealed interface FileEdit {
    /** The path that is edited, absolute. */
    String path();

    /** Replaces the file by this content. */
    record Put(String path, Source content) implements FileEdit {}

    /** Removes the file, or, where the path ends in {@code /}, the whole directory. A missing path is no error. */
    record Delete(String path) implements FileEdit {}
}
