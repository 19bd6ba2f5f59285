package caravan.detectors.http;

import caravan.detectors.event.CloudEvent;
import caravan.detectors.event.EventReader;
import caravan.detectors.event.PredictionEvent;
import caravan.detectors.event.Refusal;
import caravan.detectors.version.Versions;
import caravan.detectors.watch.Seen;
import caravan.detectors.watch.Verdict;
import caravan.detectors.watch.Watches;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** From an event's bytes to its verdict; nothing here runs on the event loop. */
public final class Work {
    private final Versions versions;
    private final Watches watches;
    private final Executor judges;
    private final Metrics metrics;
    private final Seen seen = new Seen(20_000);

    /** Work on these executors. */
    public Work(Versions versions, Watches watches, Executor judges, Metrics metrics) {
        this.versions = versions;
        this.watches = watches;
        this.judges = judges;
        this.metrics = metrics;
    }

    /** The verdict, or a failure with a {@link Refusal} where the event is not taken. */
    CompletableFuture<Verdict> judge(Map<String, String> headers, byte[] body) {
        return CompletableFuture.supplyAsync(() -> EventReader.read(CloudEvent.read(headers, body)), judges)
                .thenCompose(this::judge);
    }

    private CompletableFuture<Verdict> judge(PredictionEvent event) {
        if (!seen.add(event.id())) {
            return CompletableFuture.completedFuture(
                    Verdict.duplicate(event.version().name()));
        }
        return versions.get(event.version())
                .thenApplyAsync(version -> watches.judge(event, version), judges)
                .whenComplete((verdict, failure) -> {
                    if (failure == null) {
                        metrics.judged(event, verdict);
                    } else {
                        seen.remove(event.id());
                    }
                });
    }
}
