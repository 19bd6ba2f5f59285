package caravan.loop.port;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The data's system: Pachyderm. */
public interface DataPort {

    /** The branch's head, whatever its state; empty where the branch does not exist. */
    Optional<Commit> head(Branch branch);

    /** The id of the branch's head, for those who only want to know whether it moved; empty where there is none. */
    default Optional<String> headId(Branch branch) {
        return head(branch).map(Commit::id);
    }

    /** A commit by id; empty where it is gone. */
    Optional<Commit> commit(Repo repo, String id);

    /**
     * Waits until the commit is finished, at most so long; then the commit as it is, which may be unfinished still.
     * Empty where it is gone.
     */
    Optional<Commit> awaitFinished(Repo repo, String id, Duration atMost);

    /**
     * The commits from {@code to} back along the parents, newest first, without {@code from} and what lies before it.
     * Where {@code from} is no ancestor the walk ends at the root.
     */
    Entries<Commit> commits(Repo repo, String to, Optional<String> from);

    /**
     * The files that differ between two finished commits, sorted by path; all of {@code now}'s where there is no
     * {@code before}.
     */
    Entries<FileChange> diff(Repo repo, String now, Optional<String> before);

    /** Every file below the directory, sorted by path; none where the directory or the commit's content is missing. */
    Entries<FileEntry> walk(Repo repo, String commit, String directory);

    /** One file; empty where it is not there. */
    Optional<FileEntry> file(Repo repo, String commit, String path);

    /** Opens one file's content. Fails with NOT_FOUND where it is not there. */
    InputStream read(Repo repo, String commit, String path);

    /**
     * Applies all edits as one transaction, which makes one new commit on the branch (created where it is missing).
     * Nothing is visible before all of it is. After UNAVAILABLE the effect may have happened: equal content is one
     * fact, so that repeating it does no harm.
     */
    void edit(Branch branch, List<FileEdit> edits);
}
