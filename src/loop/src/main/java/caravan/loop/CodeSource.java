package caravan.loop;

/**
 * A folder in a git repository.
 *
 * @param git URL or path of the repository
 * @param ref branch, tag or commit
 * @param folder path within the repository
 * @param image the trial's image
 */
public record CodeSource(String git, String ref, String folder, String image) {}
