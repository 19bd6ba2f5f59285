package caravan.loop;

/** A branch of a repo. */
public record Branch(Repo repo, String name) {
    @Override
    public String toString() {
        return repo + "@" + name;
    }
}
