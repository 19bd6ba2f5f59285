package caravan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Asks a deployment about many pictures, a few at a time; one that cannot be answered does not stop the others. */
record Asking(Gateway gateway, Console console) {
    private static final int AT_A_TIME = 4;
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * A picture and what became of it.
     *
     * @param answer null where there is none
     * @param problem why; null with an answer
     */
    record Asked(Path file, Answer answer, String problem) {}

    /** Asks about each; the result has their order. */
    List<Asked> all(List<Path> files) {
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME, task -> {
            Thread thread = new Thread(task, "asking");
            thread.setDaemon(true);
            return thread;
        });
        AtomicInteger done = new AtomicInteger();
        try (Console.Progress progress = console.progress("predict", files.size())) {
            List<Future<Asked>> futures = new ArrayList<>();
            for (Path file : files) {
                futures.add(workers.submit(() -> {
                    Asked asked = one(file);
                    progress.at(done.incrementAndGet());
                    return asked;
                }));
            }
            List<Asked> all = new ArrayList<>();
            for (Future<Asked> future : futures) {
                all.add(future.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        } catch (ExecutionException e) {
            throw new CliException("asking failed: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    private Asked one(Path file) throws InterruptedException {
        byte[] picture;
        try {
            picture = Files.readAllBytes(file);
        } catch (IOException e) {
            return new Asked(file, null, "cannot be read: " + e.getMessage());
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return new Asked(file, gateway.ask(picture), null);
            } catch (GatewayException e) {
                if (!e.busy() || attempt == TRIES) {
                    return new Asked(file, null, e.getMessage());
                }
                LockSupport.parkNanos(PAUSE.toNanos() * attempt);
            }
        }
    }
}
