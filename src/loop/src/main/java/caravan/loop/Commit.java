package caravan.loop;

import java.time.Instant;
import java.util.Optional;

/**
 * A commit of a repo, as Pachyderm describes it.
 *
 * @param id 32 hex digits
 * @param parent the id of the commit before it on its branch, if any
 * @param started when it was opened
 * @param finished when Pachyderm had compacted and validated it; absent while it is open or finishing
 * @param error why it failed; blank for a good commit
 * @param automatic whether Pachyderm made it by itself (origin AUTO)
 */
public record Commit(
        Repo repo,
        String id,
        Optional<String> parent,
        Instant started,
        Optional<Instant> finished,
        String error,
        boolean automatic) {

    /** Finished without an error: its files are data. */
    public boolean good() {
        return finished.isPresent() && error.isBlank();
    }

    /** Finished with an error: its own files are not part of any later commit. */
    public boolean failed() {
        return finished.isPresent() && !error.isBlank();
    }

    @Override
    public String toString() {
        return repo + "@" + id;
    }
}
