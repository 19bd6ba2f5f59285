package caravan.detectors.http;

import caravan.detectors.event.Refusal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many events, and how many bytes of them, are under way: bounded, and what a graceful end waits for. */
public final class Admission {
    private final int most;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int underWay;
    private long bytes;
    private boolean closed;

    /** Bounds. */
    public Admission(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Lets an event in; {@link #leave} must follow. */
    void enter(long size) {
        lock.lock();
        try {
            if (closed) {
                throw Refusal.later("this service is going down", "service", "send the event again later");
            }
            if (underWay >= most || bytes + size > mostBytes) {
                throw Refusal.later(
                        underWay + " events are waiting already",
                        "queue",
                        "send the event again later, or set CARAVAN_QUEUE");
            }
            underWay++;
            bytes += size;
        } finally {
            lock.unlock();
        }
    }

    void leave(long size) {
        lock.lock();
        try {
            underWay--;
            bytes -= size;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many there are. */
    public int underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets nothing in any more and waits for what is under way.
     *
     * @return whether all of it ended in time
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            long nanos = TimeUnit.NANOSECONDS.convert(atMost);
            while (underWay > 0 && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }
}
