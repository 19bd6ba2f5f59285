package caravan.loop.watch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads what would otherwise happen at the same time everywhere. */
public final class Jitter {
    private Jitter() {}

    /** A random time between {@code least} and {@code most} parts of the wait. */
    public static Duration of(Duration wait, double least, double most) {
        return Duration.ofNanos(
                (long) (wait.toNanos() * ThreadLocalRandom.current().nextDouble(least, most)));
    }
}
