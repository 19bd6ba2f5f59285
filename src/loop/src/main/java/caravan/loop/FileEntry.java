package caravan.loop;

/**
 * A file in a commit.
 *
 * @param path absolute, as Pachyderm spells it
 * @param hash Pachyderm's hash of the content, lower-case hex (64 digits)
 * @param size bytes
 */
public record FileEntry(String path, String hash, long size) {}
