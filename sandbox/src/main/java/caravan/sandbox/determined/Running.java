package caravan.sandbox.determined;

import caravan.sandbox.process.Child;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** An allocation: one run of a trial's process, from the moment that slots are given to it. */
final class Running {
    /** How far it is. */
    enum Phase {
        STARTING,
        RUNNING
    }

    final int experiment;
    final int trial;
    final int run;
    final int slots;
    final String task;
    final String allocation;
    final String container = UUID.randomUUID().toString();
    final String token;
    final Path folder;
    final CompletableFuture<Void> askedToStop = new CompletableFuture<>();
    volatile boolean acknowledged;
    volatile boolean invalid;
    private Phase phase = Phase.STARTING;
    private Child child;
    private boolean killed;

    Running(Experiment experiment, Trial trial, int run, String token, Path folder) {
        this.experiment = experiment.id();
        this.trial = trial.id();
        this.run = run;
        this.slots = experiment.slots();
        this.task = trial.task();
        this.allocation = trial.task() + "." + run;
        this.token = token;
        this.folder = folder;
    }

    synchronized Phase phase() {
        return phase;
    }

    /** The process has begun; where it was to be ended before that, it is now. */
    void began(Child process) {
        boolean late;
        synchronized (this) {
            child = process;
            phase = Phase.RUNNING;
            late = killed;
        }
        if (late) {
            process.kill();
        }
    }

    /** Whether the process may still begin. */
    synchronized boolean mayBegin() {
        return !killed;
    }

    /** Ends the process, now or when it begins. */
    void kill() {
        Child process;
        synchronized (this) {
            killed = true;
            process = child;
        }
        if (process != null) {
            process.kill();
        }
    }

    /** Asks the trial to stop, and answers all who wait for that. */
    void preempt() {
        askedToStop.complete(null);
    }
}
