package caravan.loop.watch;

import caravan.loop.port.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who talk to a system tell here how it went, under a name of their own (the subject). The log gets one line when a
 * trouble of a new kind begins and one when all are over, however often a subject fails in between.
 */
public final class SystemWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SystemWatch.class);

    private static final class Known {
        private final Map<String, SystemException> troubles = new LinkedHashMap<>();
        private Instant since;

        Known(Instant since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final Map<String, Known> systems = new TreeMap<>();

    /** Nothing is known yet. */
    public SystemWatch() {
        this(Clock.systemUTC());
    }

    /** The same with another clock. */
    public SystemWatch(Clock clock) {
        this.clock = clock;
    }

    /** The system did what the subject asked. */
    public synchronized void succeeded(String system, String subject) {
        over(system, systems.computeIfAbsent(system, s -> new Known(clock.instant())), subject);
    }

    /** The subject's work is done, whichever systems it took; or the subject is no more. */
    public synchronized void succeeded(String subject) {
        systems.forEach((system, known) -> over(system, known, subject));
    }

    /** The system did not do what the subject asked. */
    public synchronized void failed(String subject, SystemException failure) {
        Known known = systems.computeIfAbsent(failure.system(), s -> new Known(clock.instant()));
        boolean news = known.troubles.values().stream().noneMatch(t -> t.kind() == failure.kind());
        if (known.troubles.isEmpty()) {
            known.since = clock.instant();
        }
        known.troubles.put(subject, failure);
        if (news) {
            LOG.warn("{}: {} ({}); it is tried again until it works", failure.system(), failure.getMessage(), subject);
        }
    }

    private void over(String system, Known known, String subject) {
        if (known.troubles.remove(subject) != null && known.troubles.isEmpty()) {
            Duration away = Duration.between(known.since, clock.instant());
            known.since = clock.instant();
            LOG.info("{}: works again after {} s", system, away.toSeconds());
        }
    }

    /** How a system is doing; empty before anybody has talked to it. */
    public synchronized Optional<SystemState> system(String system) {
        return Optional.ofNullable(systems.get(system)).map(known -> state(system, known));
    }

    /** How all systems are doing that anybody has talked to. */
    public synchronized List<SystemState> systems() {
        return systems.entrySet().stream()
                .map(e -> state(e.getKey(), e.getValue()))
                .toList();
    }

    private static SystemState state(String system, Known known) {
        String detail = known.troubles.entrySet().stream()
                .findFirst()
                .map(e -> e.getValue().getMessage() + " (" + e.getKey() + ")")
                .orElse("");
        return new SystemState(system, known.troubles.isEmpty(), detail, known.since);
    }
}
