package caravan.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks again until something is there. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /**
     * The first value that appears.
     *
     * @param what is waited for, for the message
     * @param look looks once; may throw to give up early
     */
    static <T> T until(String what, Duration atMost, Supplier<Optional<T>> look) {
        return until(what, atMost, PAUSE, look);
    }

    static <T> T until(String what, Duration atMost, Duration pause, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new CliException("waited " + atMost.toSeconds() + " s in vain for " + what);
            }
            if (Thread.interrupted()) {
                throw new CliException("interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
