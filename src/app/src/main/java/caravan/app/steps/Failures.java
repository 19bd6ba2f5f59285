package caravan.app.steps;

import caravan.loop.port.SystemException;
import caravan.loop.watch.Backoff;
import caravan.loop.watch.SystemWatch;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code failures}: says once, clearly, that a step failed, and rings its doorbell again after a pause that
 * grows with every failure in a row.
 */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final SystemWatch watch;
    private final ScheduledExecutorService clock;
    private final Ring doorbell;
    private final Map<String, Ongoing> ongoing = new ConcurrentHashMap<>();

    private record Ongoing(String message, Backoff backoff) {}

    /** Tells the watch of the systems' failures, and rings on this clock's thread. */
    public Failures(SystemWatch watch, ScheduledExecutorService clock, Ring doorbell) {
        this.watch = watch;
        this.doorbell = doorbell;
        this.clock = clock;
    }

    /** Notes the exception that a route has caught. */
    public void note(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String useCase = Step.key(exchange);
        String subject = subject(exchange);
        String message = message(failure);
        Ongoing before = ongoing.get(subject);
        Ongoing now = new Ongoing(message, before == null ? new Backoff(FIRST, LONGEST) : before.backoff());
        ongoing.put(subject, now);
        if (failure instanceof SystemException system) {
            watch.failed(subject, system);
        } else if (before == null || !before.message().equals(message)) {
            LOG.error("{}: {}; it is tried again", subject, message, failure);
        }
        exchange.getMessage().setHeader(Step.REASON, message);
        String endpoint = exchange.getFromEndpoint().getEndpointUri();
        clock.schedule(
                () -> doorbell.at(endpoint, useCase), now.backoff().next().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String subject(Exchange exchange) {
        return exchange.getFromRouteId() + " of " + Step.key(exchange);
    }

    private static String message(Exception failure) {
        return failure instanceof SystemException system
                ? system.system() + ": " + system.getMessage()
                : String.valueOf(failure);
    }

    /** A step went well: its trouble is over. */
    void over(Exchange exchange) {
        String subject = subject(exchange);
        ongoing.remove(subject);
        watch.succeeded(subject);
    }

    /** What goes wrong at present, by route and use case. */
    public Map<String, String> ongoing() {
        Map<String, String> messages = new TreeMap<>();
        ongoing.forEach((subject, o) -> messages.put(subject, o.message()));
        return messages;
    }
}
