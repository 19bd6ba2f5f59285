package caravan.sandbox.pods;

import caravan.sandbox.process.Child;
import caravan.sandbox.process.Children;
import caravan.sandbox.process.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs one container of a pod: starts it, asks its probes, starts it again when it ends, later each time. */
final class ContainerRunner {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** After as long a run the pause is the first one again. */
    private static final Duration WELL = Duration.ofMinutes(2);

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(3600);

    private final ContainerSpec container;
    private final Map<Integer, Integer> ports;
    private final Launch launch;
    private final Children children;
    private final ContainerLogs logs;
    private final Runnable changed;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private ContainerState state = new ContainerState.Waiting("ContainerCreating", "");
    private Optional<ContainerState> last = Optional.empty();
    private boolean ready;
    private boolean begun;
    private boolean stopping;
    private int restarts;
    private Child child;

    ContainerRunner(
            ContainerSpec container,
            Map<Integer, Integer> ports,
            Launch launch,
            Children children,
            ContainerLogs logs,
            int restarts,
            Runnable changed) {
        this.container = container;
        this.ports = ports;
        this.launch = launch;
        this.children = children;
        this.logs = logs;
        this.restarts = restarts;
        this.changed = changed;
    }

    synchronized void start() {
        begun = true;
        Thread thread = new Thread(this::run, "container-" + container.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!stopping()) {
                Instant began = Instant.now();
                boolean ran = runOnce(began);
                if (Duration.between(began, Instant.now()).compareTo(WELL) > 0) {
                    pause = FIRST_PAUSE;
                }
                if (!stopping()) {
                    waitBefore(pause, ran);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.complete(null);
        }
    }

    /** Whether it ran at all. */
    private boolean runOnce(Instant began) throws InterruptedException {
        try {
            Command command = launch.command(container, ports);
            Child process;
            synchronized (this) {
                if (stopping) {
                    return false;
                }
                process = children.start(command, logs.begin(restarts));
                child = process;
            }
            set(
                    new ContainerState.Running(began),
                    container.probe("readinessProbe").isEmpty() && !starting());
            supervise(process);
            int code = process.onExit().join().code();
            ContainerState.Terminated end = new ContainerState.Terminated(code, began, Instant.now());
            synchronized (this) {
                last = Optional.of(end);
            }
            set(end, false);
            return true;
        } catch (NotYet e) {
            set(new ContainerState.Waiting(e.reason(), e.getMessage()), false);
            return false;
        } catch (IllegalStateException | java.io.UncheckedIOException e) {
            set(new ContainerState.Waiting("RunContainerError", String.valueOf(e.getMessage())), false);
            return false;
        }
    }

    private boolean starting() {
        return container.probe("startupProbe").isPresent();
    }

    /** Asks the probes until the process has ended. */
    private void supervise(Child process) throws InterruptedException {
        process.onExit().thenRun(this::wake);
        Optional<ProbeClock> startup = clock("startupProbe");
        Optional<ProbeClock> readiness = startup.isPresent() ? Optional.empty() : clock("readinessProbe");
        Optional<ProbeClock> liveness = startup.isPresent() ? Optional.empty() : clock("livenessProbe");
        while (!process.onExit().isDone()) {
            long now = System.nanoTime();
            if (due(startup, now)) {
                ProbeClock.Verdict verdict = startup.get().ask(container, ports);
                if (verdict == ProbeClock.Verdict.GOOD) {
                    startup = Optional.empty();
                    readiness = clock("readinessProbe");
                    liveness = clock("livenessProbe");
                    ready(readiness.isEmpty());
                }
                killIf(verdict, process, "startup");
            }
            if (due(readiness, now)) {
                ProbeClock.Verdict verdict = readiness.get().ask(container, ports);
                if (verdict != ProbeClock.Verdict.UNDECIDED && !process.onExit().isDone()) {
                    ready(verdict == ProbeClock.Verdict.GOOD);
                }
            }
            if (due(liveness, now)) {
                killIf(liveness.get().ask(container, ports), process, "liveness");
            }
            sleep(process, next(startup, readiness, liveness));
        }
    }

    private void killIf(ProbeClock.Verdict verdict, Child process, String probe) {
        if (verdict == ProbeClock.Verdict.BAD && !stopping()) {
            logs.note("Container " + container.name() + " failed " + probe + " probe, will be restarted");
            ready(false);
            process.stop(GRACE);
        }
    }

    private Optional<ProbeClock> clock(String kind) {
        return container.probe(kind).map(p -> new ProbeClock(new Probe(p), System.nanoTime()));
    }

    private static boolean due(Optional<ProbeClock> clock, long now) {
        return clock.filter(c -> c.left(now).isZero()).isPresent();
    }

    @SafeVarargs
    private static Duration next(Optional<ProbeClock>... clocks) {
        Duration next = POLL;
        long now = System.nanoTime();
        for (Optional<ProbeClock> clock : clocks) {
            Duration left = clock.map(c -> c.left(now)).orElse(POLL);
            next = left.compareTo(next) < 0 ? left : next;
        }
        return next;
    }

    private synchronized void sleep(Child process, Duration atMost) throws InterruptedException {
        if (!process.onExit().isDone() && !atMost.isZero()) {
            wait(Math.max(1, atMost.toMillis()));
        }
    }

    private void waitBefore(Duration pause, boolean ran) throws InterruptedException {
        if (ran) {
            String message = "back-off " + pause.toSeconds() + "s restarting failed container=" + container.name();
            set(new ContainerState.Waiting("CrashLoopBackOff", message), false);
        } else if (state() instanceof ContainerState.Waiting w && w.reason().equals("ErrImagePull")) {
            set(new ContainerState.Waiting("ImagePullBackOff", w.message()), false);
        }
        synchronized (this) {
            long deadline = System.nanoTime() + pause.toNanos();
            for (long left = pause.toMillis();
                    left > 0 && !stopping;
                    left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
            restarts += ran && !stopping ? 1 : 0;
        }
    }

    private void set(ContainerState now, boolean isReady) {
        synchronized (this) {
            state = now;
            ready = isReady;
        }
        changed.run();
    }

    private void ready(boolean now) {
        synchronized (this) {
            if (ready == now) {
                return;
            }
            ready = now;
        }
        changed.run();
    }

    private synchronized void wake() {
        notifyAll();
    }

    synchronized boolean stopping() {
        return stopping;
    }

    /** Never started again; the process, if it runs, is not touched. */
    synchronized void stopRestarting() {
        stopping = true;
        notifyAll();
    }

    /** Ends it for good, within the time where it does so by itself. */
    void stop(Duration grace) {
        Child process;
        synchronized (this) {
            stopping = true;
            process = child;
            notifyAll();
        }
        if (process != null) {
            process.stop(grace);
        }
        if (begun()) {
            ended.join();
        }
    }

    private synchronized boolean begun() {
        return begun;
    }

    synchronized ContainerState state() {
        return state;
    }

    synchronized Optional<ContainerState> last() {
        return last;
    }

    synchronized boolean ready() {
        return ready;
    }

    synchronized int restarts() {
        return restarts;
    }

    ContainerSpec container() {
        return container;
    }

    ContainerLogs logs() {
        return logs;
    }
}
