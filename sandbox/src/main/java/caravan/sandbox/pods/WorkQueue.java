package caravan.sandbox.pods;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller's queue: keys whose state is to be looked at, each once however often it was added meanwhile. Work that
 * fails is done again, later each time.
 */
public final class WorkQueue<K> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int DOUBLINGS = 9;

    private final ScheduledExecutorService thread;
    private final Consumer<K> work;
    private final String name;
    private final Set<K> waiting = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();

    /**
     * A queue with one thread.
     *
     * @param work looks at one key
     */
    public WorkQueue(String name, Consumer<K> work) {
        this.name = name;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread made = new Thread(runnable, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** Has the key looked at soon. */
    public void add(K key) {
        synchronized (waiting) {
            if (!waiting.add(key)) {
                return;
            }
        }
        execute(() -> run(key), Duration.ZERO);
    }

    /** Has the key looked at after a while. */
    public void addAfter(K key, Duration pause) {
        execute(() -> add(key), pause);
    }

    private void execute(Runnable task, Duration pause) {
        try {
            thread.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed", name);
        }
    }

    private void run(K key) {
        synchronized (waiting) {
            waiting.remove(key);
        }
        try {
            work.accept(key);
            failures.remove(key);
        } catch (RuntimeException e) {
            int before = failures.merge(key, 1, (a, b) -> Math.min(a + b, DOUBLINGS));
            if (before == DOUBLINGS / 2) {
                LOG.warn("{}: {} fails again and again: {}", name, key, e.getMessage(), e);
            } else {
                LOG.debug("{}: {} failed and is done again", name, key, e);
            }
            addAfter(key, FIRST_PAUSE.multipliedBy(1L << (before - 1)));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("{} does not end", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
