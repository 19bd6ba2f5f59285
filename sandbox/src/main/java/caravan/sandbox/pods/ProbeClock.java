package caravan.sandbox.pods;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A probe's turns: when it is due, and what its answers come to. Used by one thread. */
final class ProbeClock {
    private final Probe probe;
    private long due;
    private int failures;
    private int successes;

    ProbeClock(Probe probe, long now) {
        this.probe = probe;
        this.due = now + probe.initialDelay().toNanos();
    }

    /** Until the next turn. */
    Duration left(long now) {
        return Duration.ofNanos(Math.max(0, due - now));
    }

    /** What a turn has come to; nothing as long as neither threshold is reached. */
    enum Verdict {
        GOOD,
        BAD,
        UNDECIDED
    }

    Verdict ask(ContainerSpec container, Map<Integer, Integer> ports) {
        Optional<String> failure = probe.failure(container, ports);
        due = System.nanoTime() + probe.period().toNanos();
        if (failure.isEmpty()) {
            failures = 0;
            successes++;
            return successes >= probe.successThreshold() ? Verdict.GOOD : Verdict.UNDECIDED;
        }
        successes = 0;
        failures++;
        return failures >= probe.failureThreshold() ? Verdict.BAD : Verdict.UNDECIDED;
    }
}
