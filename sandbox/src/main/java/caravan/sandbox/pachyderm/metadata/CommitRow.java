package caravan.sandbox.pachyderm.metadata;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;

/**
 * A commit.
 *
 * @param branch on which it was born; a branch of that name may be gone, or a new one
 * @param number rises with creation over all repos
 * @param auto whether the server made it, and no user
 * @param parent id; null for a first commit
 * @param finishing when its content became final; null while it is open
 * @param finished when it became readable for good; null before
 * @param error why it counts as failed, known from its finishing on; empty where it does not
 * @param root its content; null without files
 */
public record CommitRow(
        RepoName repo,
        String id,
        String branch,
        long number,
        boolean auto,
        String description,
        String parent,
        Instant started,
        Instant finishing,
        Instant finished,
        Instant updated,
        String error,
        String createdBy,
        DirectoryEntry root)
        implements Row {
    @Override
    public String key() {
        return key(repo, id);
    }

    static String key(RepoName repo, String id) {
        return "commit " + repo + "@" + id;
    }

    /** As in messages. */
    @Override
    public String toString() {
        return repo + "@" + id;
    }

    /** Whether it can still be written. */
    @JsonIgnore
    public boolean open() {
        return finishing == null;
    }

    /** Whether it failed; its files are then not those of its children. */
    @JsonIgnore
    public boolean failed() {
        return !error.isEmpty();
    }

    /** Its content. */
    public Optional<DirectoryEntry> files() {
        return Optional.ofNullable(root);
    }

    /** In bytes. */
    public long size() {
        return root == null ? 0 : root.size();
    }

    /** With other content. */
    public CommitRow with(Optional<DirectoryEntry> files, Instant when) {
        return new CommitRow(
                repo,
                id,
                branch,
                number,
                auto,
                description,
                parent,
                started,
                finishing,
                finished,
                when,
                error,
                createdBy,
                files.orElse(null));
    }

    /** With final content. */
    public CommitRow finishing(String said, String failure, Instant when) {
        return new CommitRow(
                repo, id, branch, number, auto, said, parent, started, when, finished, when, failure, createdBy, root);
    }

    /** Done. */
    public CommitRow finished(String failure, Instant when) {
        return new CommitRow(
                repo,
                id,
                branch,
                number,
                auto,
                description,
                parent,
                started,
                finishing,
                when,
                when,
                failure,
                createdBy,
                root);
    }

    /** Behind another commit, or behind none (null). */
    public CommitRow after(String commit) {
        return new CommitRow(
                repo,
                id,
                branch,
                number,
                auto,
                description,
                commit,
                started,
                finishing,
                finished,
                updated,
                error,
                createdBy,
                root);
    }
}
