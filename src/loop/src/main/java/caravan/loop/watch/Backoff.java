package caravan.loop.watch;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time up to a bound, less a random part. */
public final class Backoff {
    private final Duration first;
    private final Duration most;
    private Duration next;

    /** Begins with {@code first}. */
    public Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
        this.next = first;
    }

    /** The wait after one more failure. */
    public synchronized Duration next() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(most) > 0 ? most : doubled;
        return Jitter.of(now.compareTo(most) > 0 ? most : now, 0.5, 1.0);
    }

    /** After a success. */
    public synchronized void reset() {
        next = first;
    }
}
