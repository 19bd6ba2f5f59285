package caravan.sandbox.pachyderm.metadata;

import java.time.Instant;

/**
 * A branch.
 *
 * @param head id of a commit of the same repo
 */
public record BranchRow(RepoName repo, String name, String head, Instant created, Instant updated, String createdBy)
        implements Row {
    @Override
    public String key() {
        return key(repo, name);
    }

    /** The same branch with its head elsewhere. */
    public BranchRow at(String commit, Instant when) {
        return new BranchRow(repo, name, commit, created, when, createdBy);
    }

    static String key(RepoName repo, String name) {
        return "branch " + repo + "@" + name;
    }
}
