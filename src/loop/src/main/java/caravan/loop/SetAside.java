package caravan.loop;

/**
 * A file that is not trained on, and why.
 *
 * @param path as committed; a member of an archive as {@code /a.zip!member.jpg}
 * @param hash Pachyderm's hash of the file (of the archive, for a member)
 */
public record SetAside(String path, String hash, String reason) {}
