package caravan.sandbox.kubernetes;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** Switches that make the API server behave as a real one does on a bad day. All are off at first. */
public final class BadDay {
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int retryAfter = 1;
    private volatile OptionalInt watchSeconds = OptionalInt.empty();
    private volatile boolean gone;

    /** The next so many writes find that another was faster: 409. */
    public void conflicts(int writes) {
        conflicts.set(writes);
    }

    /** The next so many requests are too many: 429, to be tried again after so many seconds. */
    public void tooMany(int requests, int retryAfterSeconds) {
        retryAfter = retryAfterSeconds;
        refusals.set(requests);
    }

    /** Watches are cut after so many seconds, without an end that a client could tell from a fault; empty for never. */
    public void cutWatches(OptionalInt seconds) {
        watchSeconds = seconds;
    }

    /** Whether every watch from a version finds it forgotten: 410. */
    public void forgetful(boolean forgets) {
        gone = forgets;
    }

    /** What a request is refused with today. */
    public Optional<Refusal> refusal(boolean write, Kind kind, String name) {
        if (take(refusals)) {
            return Optional.of(Refusal.of(
                            429,
                            "TooManyRequests",
                            "The server has received too many requests and has" + " asked us to try again later")
                    .retryAfter(retryAfter));
        }
        return write && take(conflicts) ? Optional.of(Refusal.modified(kind, name)) : Optional.empty();
    }

    private static boolean take(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** After how many seconds a watch is cut today. */
    public OptionalInt watchSeconds() {
        return watchSeconds;
    }

    /** Whether versions are forgotten today. */
    public boolean isForgetful() {
        return gone;
    }
}
