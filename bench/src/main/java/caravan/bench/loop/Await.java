package caravan.bench.loop;

import caravan.bench.BenchException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Looks again and again until something is there. */
final class Await {
    private Await() {}

    static <T> T until(String what, Duration atMost, long everyMillis, Callable<Optional<T>> look) throws Exception {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<T> found = look.call();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new BenchException(what + " was not seen within " + atMost.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(everyMillis);
        }
    }
}
