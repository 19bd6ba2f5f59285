package caravan.server;

import caravan.server.RequestException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Whether requests are taken, and how many are under way: what a graceful end waits for. */
public final class Lifecycle {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private boolean ready = true;
    private boolean closed;
    private int underWay;

    /** Whether callers should be sent here. */
    public boolean ready() {
        lock.lock();
        try {
            return ready;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts a request in; {@link #leave} must follow when its answer is written.
     *
     * @throws RequestException ENDING where the server is going down
     */
    public void enter() throws RequestException {
        lock.lock();
        try {
            if (closed) {
                throw new RequestException(Kind.ENDING, "this server is going down");
            }
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a request out. */
    public void leave() {
        lock.lock();
        try {
            underWay--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Turns the readiness off, goes on taking requests for a while (those who send them learn of it with a delay), then
     * refuses new ones and waits for those under way.
     *
     * @return whether all of them ended in time
     */
    public boolean drain(Duration stillTaken, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            ready = false;
            long rest = stillTaken.toNanos();
            while (rest > 0) {
                rest = idle.awaitNanos(rest);
            }
            closed = true;
            long nanos = TimeUnit.NANOSECONDS.convert(atMost);
            while (underWay > 0 && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }
}
