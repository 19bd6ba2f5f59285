package caravan.loop;

/**
 * A line of a version's {@code lineage.jsonl.gz}: a picture that it or an ancestor has seen.
 *
 * @param path as committed
 * @param hash Pachyderm's hash of the committed file; for a member of an archive the archive's
 * @param sha256 of the picture's bytes
 * @param role {@code trained} or {@code holdout}
 * @param commit the data commit that brought it
 * @param archive path of the archive, null for a plain file
 */
public record LineageFile(
        String path, String hash, String sha256, long size, String label, String role, String commit, String archive) {}
