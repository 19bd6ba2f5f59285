package caravan.server.scoring;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that decode and score, one request each at a time, and the bounded queue before them. The network is run
 * on the same thread, so that {@code n} workers keep {@code n} cores busy and no more.
 */
public final class Workers implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    /** Starts the threads. */
    public Workers(int count, int queue) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                task -> new Thread(task, "worker-" + number.incrementAndGet()));
        threads.prestartAllCoreThreads();
    }

    /**
     * Queues a request's work.
     *
     * @throws RequestException OVERLOADED where the queue is full
     */
    public void submit(Runnable work) throws RequestException {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown()
                    ? new RequestException(Kind.ENDING, "this server is going down")
                    : new RequestException(
                            Kind.OVERLOADED,
                            threads.getQueue().size() + " requests are waiting already; try again later");
        }
    }

    /** Requests that wait for a thread. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** Requests that are worked on. */
    public int busy() {
        return threads.getActiveCount();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
