package caravan.cli;

import caravan.loop.usecase.UseCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Fills windows of a deployment's drift detector with pictures that are drawn from a seed, and reads the verdicts. */
final class DriftWindows implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOST = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int AT_A_TIME = 2;
    private static final int IN_ONE_REQUEST = 8;

    private final Gateway gateway;
    private final Watchers watchers;
    private final UseCase useCase;
    private final Random dice;
    private final ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);

    DriftWindows(Gateway gateway, Watchers watchers, UseCase useCase, long seed) {
        this.gateway = gateway;
        this.watchers = watchers;
        this.useCase = useCase;
        this.dice = new Random(seed);
    }

    /**
     * Sends so many windows' worth of pictures from the pool, one window after the other, and waits for each verdict. A
     * window that was begun with other pictures is filled up first and does not count.
     */
    Report.Windows fill(List<byte[]> pool, int windows, Console.Progress progress) {
        Status.Detector now = quiet();
        if (now.fill() > 0) {
            now = send(pool, now);
        }
        int windowsBefore = now.windows();
        int alarmsBefore = now.alarms();
        for (int done = 0; done < windows; done++) {
            now = send(pool, now);
            progress.at(now.windows() - windowsBefore);
        }
        return new Report.Windows(now.windows() - windowsBefore, now.alarms() - alarmsBefore);
    }

    /** Fills the window that is open, so that it is judged; what was lost on the way is sent once more. */
    private Status.Detector send(List<byte[]> pool, Status.Detector before) {
        ask(sample(pool, before.window() - before.fill(), dice));
        long lost = System.nanoTime() + LOST.toNanos();
        AtomicBoolean again = new AtomicBoolean();
        return Waiting.until(
                "the drift detector's verdict on window " + (before.windows() + 1)
                        + ": predictions reach it by the routes and the detectors' service, see their logs",
                PATIENCE,
                () -> {
                    Status.Detector now = drift();
                    if (now.windows() > before.windows()) {
                        return Optional.of(now);
                    }
                    if (System.nanoTime() > lost && again.compareAndSet(false, true)) {
                        ask(sample(pool, now.window() - now.fill(), dice));
                    }
                    return Optional.empty();
                });
    }

    private void ask(List<byte[]> sample) {
        List<Callable<List<Answer>>> requests = new ArrayList<>();
        for (int from = 0; from < sample.size(); from += IN_ONE_REQUEST) {
            List<byte[]> pictures = sample.subList(from, Math.min(sample.size(), from + IN_ONE_REQUEST));
            requests.add(() -> gateway.ask(pictures));
        }
        try {
            for (Future<List<Answer>> answer : workers.invokeAll(requests)) {
                answer.get();
            }
        } catch (ExecutionException e) {
            throw new CliException(
                    "a prediction for the drift detector failed: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    /** The detector once no prediction is on its way to it any more. */
    private Status.Detector quiet() {
        AtomicReference<Status.Detector> last = new AtomicReference<>(drift());
        return Waiting.until("the drift detector to come to rest", PATIENCE, PAUSE, () -> {
            Status.Detector now = drift();
            return Optional.of(now).filter(n -> last.getAndSet(n).equals(n));
        });
    }

    /** The drift detector as it stands. */
    Status.Detector drift() {
        List<String> troubles = new ArrayList<>();
        return watchers.detectors(useCase, troubles::add).stream()
                .filter(d -> d.detector().equals("drift") && d.window() != null)
                .findFirst()
                .orElseThrow(() -> new CliException("the detectors' service lists no drift detector of "
                        + useCase.deployment().name()
                        + (troubles.isEmpty() ? ": no prediction has reached it" : ": " + troubles.get(0))));
    }

    /** So many of the pool, none twice before all have been taken. */
    static <T> List<T> sample(List<T> pool, int count, Random dice) {
        List<T> sample = new ArrayList<>(count);
        while (sample.size() < count) {
            List<T> shuffled = new ArrayList<>(pool);
            Collections.shuffle(shuffled, dice);
            sample.addAll(shuffled.subList(0, Math.min(shuffled.size(), count - sample.size())));
        }
        return sample;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
