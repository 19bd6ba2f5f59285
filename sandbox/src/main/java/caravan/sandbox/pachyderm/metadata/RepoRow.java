package caravan.sandbox.pachyderm.metadata;

import java.time.Instant;

/** A repo. */
public record RepoRow(RepoName name, String description, Instant created) implements Row {
    @Override
    public String key() {
        return key(name);
    }

    static String key(RepoName name) {
        return "repo " + name;
    }
}
