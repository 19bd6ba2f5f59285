package caravan.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks a deployment at a steady rate, with a bounded number of requests on their way: where that is reached, a request is
 * left out. Counts what was not answered; nothing is repeated.
 */
final class Load implements AutoCloseable {
    private static final int AT_A_TIME = 16;
    private static final long PATIENCE_SECONDS = 60;

    private final Gateway gateway;
    private final List<byte[]> pictures;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemon("load"));
    private final ExecutorService workers = new ThreadPoolExecutor(
            AT_A_TIME,
            AT_A_TIME,
            PATIENCE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemon("load-request"),
            new ThreadPoolExecutor.DiscardPolicy());
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> problem = new AtomicReference<>();

    private Load(Gateway gateway, List<byte[]> pictures) {
        this.gateway = gateway;
        this.pictures = List.copyOf(pictures);
    }

    /** Begins. */
    static Load start(Gateway gateway, List<byte[]> pictures, int perSecond) {
        Load load = new Load(gateway, pictures);
        load.clock.scheduleAtFixedRate(
                () -> load.workers.execute(load::ask), 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
        return load;
    }

    private void ask() {
        long number = requests.getAndIncrement();
        try {
            Answer ignored = gateway.ask(pictures.get((int) (number % pictures.size())));
        } catch (GatewayException e) {
            failed.incrementAndGet();
            problem.compareAndSet(null, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends, when every request that was sent has been answered or has failed. */
    Report.Rollout stop() {
        clock.shutdown();
        try {
            clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            workers.shutdown();
            if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new CliException("requests hang in the gateway for more than " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
        return new Report.Rollout(requests.get(), failed.get());
    }

    /** Why the first request failed, if one did. */
    Optional<String> problem() {
        return Optional.ofNullable(problem.get());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
