package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.files.Collision;
import caravan.sandbox.pachyderm.files.Edits;
import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.metadata.BranchRow;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import caravan.sandbox.pachyderm.metadata.Transaction;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Begins, writes and finishes commits. */
final class Commits {
    private final Metadata metadata;
    private final FileStore files;

    Commits(Metadata metadata, FileStore files) {
        this.metadata = metadata;
        this.files = files;
    }

    /** Opens a commit on the branch, which is made where it is missing. */
    CommitRow start(RepoName repo, String branch, Optional<CommitRow> parent, String description, String caller) {
        return metadata.write(tx -> {
            Refusals.whereMissing(repo, metadata);
            Optional<CommitRow> before = parent.isPresent() ? parent : head(repo, branch);
            before.filter(CommitRow::open).ifPresent(open -> {
                throw Refusals.unknown("create commit: parent commit " + open + " has not been finished");
            });
            CommitRow commit =
                    commit(tx, repo, branch, before, description, caller).with(before.flatMap(this::trusted), tx.now());
            tx.put(commit);
            moveHead(tx, repo, branch, commit.id(), caller);
            return commit;
        });
    }

    /** Applies the changes to an open commit, or makes a commit of them on a branch whose head is not open. */
    void write(RepoName repo, String branch, Edits edits, String caller) throws IOException {
        boolean done = false;
        while (!done) {
            Optional<CommitRow> head = head(repo, branch);
            done = head.isPresent() && head.get().open()
                    ? tryWrite(head.get(), edits)
                    : tryCommit(repo, branch, head, edits, caller);
        }
    }

    /** Applies the changes to a commit, which must be open. */
    void write(CommitRow commit, Edits edits) throws IOException {
        CommitRow row = commit;
        while (!tryWrite(row, edits)) {
            row = metadata.commit(commit.repo(), commit.id()).orElseThrow(() -> deleted(commit));
            if (!row.open()) {
                throw Refusals.finished(row);
            }
        }
    }

    private boolean tryWrite(CommitRow before, Edits edits) throws IOException {
        Optional<DirectoryEntry> content = edits.applyTo(before.files());
        return metadata.write(tx -> {
            boolean same = metadata.commit(before.repo(), before.id()).equals(Optional.of(before));
            if (same) {
                tx.put(before.with(content, tx.now()));
            }
            return same;
        });
    }

    private boolean tryCommit(RepoName repo, String branch, Optional<CommitRow> head, Edits edits, String caller)
            throws IOException {
        Optional<DirectoryEntry> base = head.flatMap(this::trusted);
        Optional<DirectoryEntry> content = edits.applyTo(base);
        String error = Collision.in(files, content, base);
        return metadata.write(tx -> {
            Refusals.whereMissing(repo, metadata);
            Optional<CommitRow> now = head(repo, branch);
            boolean same = now.map(CommitRow::id).equals(head.map(CommitRow::id))
                    && !now.map(CommitRow::open).orElse(false);
            if (same) {
                CommitRow commit = commit(tx, repo, branch, head, "", caller);
                tx.put(commit.with(content, tx.now()).finishing("", error, tx.now()));
                moveHead(tx, repo, branch, commit.id(), caller);
            }
            return same;
        });
    }

    /** Freezes a commit; it is finished soon after. */
    void finish(CommitRow commit, String description, String error) throws IOException {
        boolean done = false;
        while (!done) {
            CommitRow row = metadata.commit(commit.repo(), commit.id()).orElseThrow(() -> deleted(commit));
            if (!row.open()) {
                throw Refusals.finished(row);
            }
            String failure = error.isEmpty() ? Collision.in(files, row.files(), base(row)) : error;
            done = metadata.write(tx -> {
                boolean same = metadata.commit(row.repo(), row.id()).equals(Optional.of(row));
                if (same) {
                    tx.put(row.finishing(description.isEmpty() ? row.description() : description, failure, tx.now()));
                }
                return same;
            });
        }
    }

    /** Takes back all that was written into an open commit. */
    void clear(CommitRow commit) {
        metadata.write(tx -> {
            CommitRow row = metadata.commit(commit.repo(), commit.id()).orElseThrow(() -> deleted(commit));
            if (!row.open()) {
                throw Refusals.unknown("cannot clear finished commit");
            }
            tx.put(row.with(base(row), tx.now()));
            return row;
        });
    }

    /** An empty commit that the server makes, finished at once. */
    CommitRow empty(Transaction tx, RepoName repo, String branch, String caller) {
        CommitRow blank = commit(tx, repo, branch, Optional.empty(), "", caller);
        CommitRow commit = new CommitRow(
                repo,
                blank.id(),
                branch,
                blank.number(),
                true,
                "",
                null,
                tx.now(),
                tx.now(),
                tx.now(),
                tx.now(),
                "",
                caller,
                null);
        tx.put(commit);
        return commit;
    }

    /** Lets the branch, which is made where it is missing, point to the commit. */
    void moveHead(Transaction tx, RepoName repo, String branch, String commit, String caller) {
        tx.put(metadata.branch(repo, branch)
                .map(row -> row.at(commit, tx.now()))
                .orElseGet(() -> new BranchRow(repo, branch, commit, tx.now(), tx.now(), caller)));
    }

    /** The branch's head. */
    Optional<CommitRow> head(RepoName repo, String branch) {
        return metadata.read(() -> metadata.branch(repo, branch).flatMap(row -> metadata.commit(repo, row.head())));
    }

    /** What a child of this commit begins with: its content, or its nearest ancestor's that did not fail. */
    private Optional<DirectoryEntry> trusted(CommitRow commit) {
        return commit.failed() ? base(commit) : commit.files();
    }

    private Optional<DirectoryEntry> base(CommitRow commit) {
        return Optional.ofNullable(commit.parent())
                .flatMap(id -> metadata.commit(commit.repo(), id))
                .flatMap(this::trusted);
    }

    private static RuntimeException deleted(CommitRow commit) {
        return Refusals.notFound("commit " + commit + " not found");
    }

    private static CommitRow commit(
            Transaction tx,
            RepoName repo,
            String branch,
            Optional<CommitRow> parent,
            String description,
            String caller) {
        return new CommitRow(
                repo,
                UUID.randomUUID().toString().replace("-", ""),
                branch,
                tx.nextNumber(),
                false,
                description,
                parent.map(CommitRow::id).orElse(null),
                tx.now(),
                null,
                null,
                tx.now(),
                "",
                caller,
                null);
    }
}
