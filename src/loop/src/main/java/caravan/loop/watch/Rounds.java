package caravan.loop.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Makes a round again and again on the thread that runs it: after a good one in a while, after a bad one in longer and longer
 * whiles, when woken at once.
 */
public final class Rounds implements Runnable {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

    private final Duration delay;
    private final Backoff backoff;
    private final BooleanSupplier round;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean going = true;

    /**
     * Begins when it is run.
     *
     * @param delay between two good rounds, more or less a fifth
     * @param mostBackoff the longest pause after a bad one
     * @param round makes one round and says whether it was a good one
     */
    public Rounds(Duration delay, Duration mostBackoff, BooleanSupplier round) {
        this.delay = delay;
        this.backoff = new Backoff(mostBackoff.compareTo(FIRST_BACKOFF) < 0 ? mostBackoff : FIRST_BACKOFF, mostBackoff);
        this.round = round;
    }

    @Override
    public void run() {
        while (going) {
            if (round.getAsBoolean()) {
                backoff.reset();
                pause(Jitter.of(delay, 0.8, 1.2));
            } else {
                pause(backoff.next());
            }
        }
    }

    private void pause(Duration wait) {
        try {
            boolean woken = wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (woken) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            going = false;
            Thread.currentThread().interrupt();
        }
    }

    /** The next round begins now. */
    public void wake() {
        wake.release();
    }

    /** Whether it has not been ended. */
    public boolean going() {
        return going;
    }

    /** The round that is being made is the last. */
    public void end() {
        going = false;
        wake.release();
    }
}
