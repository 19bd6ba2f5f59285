package caravan.detectors.version;

import caravan.detectors.event.Refusal;
import caravan.detectors.event.VersionId;
import caravan.loop.port.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions in use, bounded in number. Each is loaded once, on an executor of its own, whoever asks; what could not be
 * loaded is not tried again for a while, so that a Pachyderm that is away is not asked with every prediction.
 */
public final class Versions {
    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Function<VersionId, WatchedVersion> source;
    private final ExecutorService loader;
    private final Clock clock;
    private final Duration patience;
    private final Map<VersionId, Entry> entries;

    private record Entry(CompletableFuture<WatchedVersion> version, Instant since) {
        boolean stale(Instant now) {
            return version.isCompletedExceptionally() && now.isAfter(since.plus(AGAIN));
        }
    }

    /**
     * Versions of a source.
     *
     * @param patience a load that takes longer is given up
     * @param most how many are kept
     */
    public Versions(
            Function<VersionId, WatchedVersion> source,
            ExecutorService loader,
            Clock clock,
            Duration patience,
            int most) {
        this.source = source;
        this.loader = loader;
        this.clock = clock;
        this.patience = patience;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<VersionId, Entry> eldest) {
                return size() > most;
            }
        };
    }

    /** The version, once it is here; fails with a {@link Refusal} where it cannot be had, or not soon. */
    public synchronized CompletableFuture<WatchedVersion> get(VersionId id) {
        Entry entry = entries.get(id);
        if (entry == null || entry.stale(clock.instant())) {
            entry = new Entry(begin(id), clock.instant());
            entries.put(id, entry);
        }
        return entry.version.copy().handle((version, failure) -> {
            if (failure == null) {
                return version;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw cause instanceof Refusal refusal
                    ? refusal
                    : Refusal.later(
                            "version " + id + " is not here yet: "
                                    + (cause instanceof TimeoutException
                                            ? "no answer within " + patience.toSeconds() + " s"
                                            : cause.getMessage()),
                            "ce-caravanversionuri",
                            "send the event again later");
        });
    }

    private CompletableFuture<WatchedVersion> begin(VersionId id) {
        CompletableFuture<WatchedVersion> loaded = new CompletableFuture<>();
        Future<?> task = loader.submit(() -> {
            try {
                loaded.complete(load(id));
            } catch (RuntimeException | Error e) {
                loaded.completeExceptionally(e);
            }
        });
        return loaded.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((version, failure) -> {
            if (failure instanceof TimeoutException) {
                LOG.warn("version {} is not here after {}: given up for now", id, patience);
                task.cancel(true);
            }
        });
    }

    private WatchedVersion load(VersionId id) {
        try {
            return source.apply(id);
        } catch (Refusal e) {
            LOG.error("{}", e.getMessage());
            throw e;
        } catch (SystemException e) {
            LOG.warn("version {} cannot be fetched now: {}", id, e.getMessage());
            throw e;
        }
    }

    /** How many versions are kept. */
    public synchronized int size() {
        return entries.size();
    }
}
