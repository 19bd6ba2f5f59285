package caravan.sandbox.pachyderm.metadata;

/**
 * A repo.
 *
 * @param type {@code user}, {@code meta} or {@code spec}
 */
public record RepoName(String project, String name, String type) {
    /** The type of the repos that users make. */
    public static final String USER = "user";

    /** As in messages: {@code project/name}, with the type where it is not the users'. */
    @Override
    public String toString() {
        return project + "/" + name + (type.equals(USER) ? "" : "." + type);
    }
}
