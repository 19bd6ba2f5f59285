package caravan.loop.port;

import caravan.loop.Repo;
import java.util.function.Consumer;

/** Tells of commits as they start, without a thread of its own. */
public interface CommitFeed {
    /** An open subscription; closing it cancels it, and it then no longer reports its end. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Subscribes to a repo: every commit that there is, then each new one as it starts.
     *
     * @param started gets each commit's id; it must return at once
     * @param ended called once when the stream ends, for whatever reason: look again and subscribe anew
     */
    Subscription subscribe(Repo repo, Consumer<String> started, Consumer<SystemException> ended);
}
