package caravan.detectors.http;

import caravan.loop.port.SystemException;
import caravan.pachyderm.PachydermClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Whether Pachyderm answers, asked at most every five seconds; those who ask for our health do not wait for a slow one. */
public final class PachydermHealth {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final long PATIENCE_MILLIS = 500;

    private final Optional<PachydermClient> client;
    private final Executor executor;
    private final Clock clock;
    private CompletableFuture<Map<String, String>> asked;
    private Instant at = Instant.MIN;

    /** Health of a client; where there is none, there is nothing to be away. */
    public PachydermHealth(Optional<PachydermClient> client, Executor executor, Clock clock) {
        this.client = client;
        this.executor = executor;
        this.clock = clock;
    }

    synchronized CompletableFuture<Map<String, String>> look() {
        if (client.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of(
                    "status", "UNKNOWN", "detail", "CARAVAN_PACHYDERM_ADDRESS is not set: outputs alone are watched"));
        }
        if (asked == null || asked.isDone() && clock.instant().isAfter(at.plus(FRESH))) {
            asked = CompletableFuture.supplyAsync(this::ask, executor);
            at = clock.instant();
        }
        return asked.copy()
                .completeOnTimeout(
                        Map.of("status", "DOWN", "detail", "no answer within " + PATIENCE_MILLIS + " ms"),
                        PATIENCE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private Map<String, String> ask() {
        try {
            return Map.of("status", "UP", "version", client.get().version());
        } catch (SystemException e) {
            return Map.of("status", "DOWN", "detail", e.getMessage());
        }
    }
}
