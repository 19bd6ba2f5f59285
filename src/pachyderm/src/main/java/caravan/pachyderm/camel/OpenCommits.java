package caravan.pachyderm.camel;

import caravan.loop.Commit;
import caravan.loop.port.DataPort;
import caravan.loop.port.SystemException;
import caravan.loop.watch.Calls;
import caravan.loop.watch.SystemWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Open commits, each with one waiting call where there is a place for it; the others are looked at in each round. */
final class OpenCommits {
    private static final String SYSTEM = "pachyderm";

    private final DataPort port;
    private final Calls calls;
    private final SystemWatch watch;
    private final Duration deadline;
    private final Executor waiters;
    private final Semaphore places;
    private final Bell bell;
    private final Set<OpenCommit> open = ConcurrentHashMap.newKeySet();
    private final Set<OpenCommit> waitedFor = ConcurrentHashMap.newKeySet();

    OpenCommits(
            DataPort port, Calls calls, SystemWatch watch, Duration deadline, Executor waiters, int places, Bell bell) {
        this.port = port;
        this.calls = calls;
        this.watch = watch;
        this.deadline = deadline;
        this.waiters = waiters;
        this.places = new Semaphore(places);
        this.bell = bell;
    }

    void add(OpenCommit commit) {
        open.add(commit);
    }

    void forget(String key) {
        open.removeIf(c -> c.key().equals(key));
    }

    /** Begins the waiting calls that there is a place for. */
    void attend() {
        for (OpenCommit commit : open) {
            if (!waitedFor.add(commit)) {
                continue;
            }
            if (places.tryAcquire()) {
                waiters.execute(() -> {
                    try {
                        settle(commit, deadline);
                    } finally {
                        waitedFor.remove(commit);
                        places.release();
                    }
                });
            } else {
                settle(commit, Duration.ZERO);
                waitedFor.remove(commit);
            }
        }
    }

    private void settle(OpenCommit commit, Duration atMost) {
        try {
            Optional<Commit> found = calls.make(() -> atMost.isZero()
                    ? port.commit(commit.branch().repo(), commit.id())
                    : port.awaitFinished(commit.branch().repo(), commit.id(), atMost));
            watch.succeeded(SYSTEM, subject(commit));
            boolean settled = found.isEmpty() || found.get().finished().isPresent();
            if (settled
                    && open.contains(commit)
                    && bell.ring(commit.key(), commit.branch(), found.map(Commit::id), "head")) {
                open.remove(commit);
            }
        } catch (SystemException e) {
            watch.failed(subject(commit), e);
        } catch (CancellationException e) {
            open.remove(commit);
        }
    }

    private static String subject(OpenCommit commit) {
        return "open commit " + commit;
    }
}
