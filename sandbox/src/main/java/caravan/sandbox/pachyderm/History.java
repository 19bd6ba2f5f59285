package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.metadata.BranchRow;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.Transaction;

/** Removes commits. Their branches go back to the parent; the children keep their files. */
final class History {
    private final Metadata metadata;
    private final Commits commits;

    History(Metadata metadata, Commits commits) {
        this.metadata = metadata;
        this.commits = commits;
    }

    /** Removes a commit that has children; its files live on in them. */
    void squash(CommitRow commit, String caller) {
        metadata.write(tx -> {
            if (metadata.children(commit).isEmpty()) {
                throw Refusals.unknown("cannot squash a commit that has no children as that would cause data loss,"
                        + " use the drop operation instead");
            }
            remove(tx, commit, caller);
            return commit;
        });
    }

    /** Removes a commit that has no children, with its files. */
    void drop(CommitRow commit, String caller) {
        metadata.write(tx -> {
            if (!metadata.children(commit).isEmpty()) {
                throw Refusals.unknown("cannot drop a commit that has children");
            }
            remove(tx, commit, caller);
            return commit;
        });
    }

    private void remove(Transaction tx, CommitRow commit, String caller) {
        for (CommitRow child : metadata.children(commit)) {
            tx.put(child.after(commit.parent()));
        }
        for (BranchRow branch : metadata.branches(commit.repo())) {
            if (branch.head().equals(commit.id())) {
                String head = commit.parent() != null
                        ? commit.parent()
                        : commits.empty(tx, commit.repo(), branch.name(), caller)
                                .id();
                tx.put(branch.at(head, tx.now()));
            }
        }
        tx.drop(commit);
    }
}
