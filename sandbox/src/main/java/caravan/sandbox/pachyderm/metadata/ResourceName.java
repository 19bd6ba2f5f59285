package caravan.sandbox.pachyderm.metadata;

/**
 * What roles are bound on.
 *
 * @param type {@code CLUSTER}, {@code PROJECT} or {@code REPO}
 * @param name empty for the cluster, of a repo {@code project/name}
 */
public record ResourceName(String type, String name) {
    /** The whole server. */
    public static final ResourceName CLUSTER = new ResourceName("CLUSTER", "");

    /** A project. */
    public static ResourceName project(String name) {
        return new ResourceName("PROJECT", name);
    }

    /** A repo. */
    public static ResourceName repo(RepoName repo) {
        return new ResourceName("REPO", repo.project() + "/" + repo.name());
    }

    /** As in messages. */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
