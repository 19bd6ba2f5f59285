package caravan.loop;

/** A Pachyderm repo of type {@code user}, named within its project. */
public record Repo(String project, String name) {
    @Override
    public String toString() {
        return project + "/" + name;
    }
}
