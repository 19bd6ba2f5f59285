package caravan.detectors;

import caravan.detectors.http.Admission;
import caravan.detectors.http.Http;
import caravan.detectors.http.Metrics;
import caravan.detectors.http.PachydermHealth;
import caravan.detectors.http.Work;
import caravan.detectors.version.VersionSource;
import caravan.detectors.version.Versions;
import caravan.detectors.watch.Watches;
import caravan.pachyderm.PachydermClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches predictions: takes them as CloudEvents, compares them with what their version was trained on, and says which
 * are outliers and whether they have drifted.
 */
public final class DetectorService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorService.class);
    private static final int MOST_BYTES = 32 << 20;
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(20);
    private static final Duration LONGEST_EVENT = Duration.ofSeconds(30);

    private final Optional<PachydermClient> pachyderm;
    private final ExecutorService judges = threads("judge", 1);
    private final ExecutorService loaders = threads("load", 2);
    private final Metrics metrics = new Metrics();
    private final Admission admission;
    private final Http http;

    private DetectorService(Settings settings) {
        Clock clock = Clock.systemUTC();
        pachyderm = settings.pachyderm().map(PachydermClient::new);
        admission = new Admission(settings.queue(), Math.max(MOST_BYTES, settings.maxBody()));
        VersionSource source = new VersionSource(pachyderm, settings.cache(), settings.versions());
        Versions versions = new Versions(source::load, loaders, clock, LONGEST_LOAD, settings.versions());
        Watches watches = new Watches(clock, settings.watches());
        metrics.gauge("caravan_detectors_watches", "Versions of deployments that are watched", watches::size);
        metrics.gauge("caravan_detectors_versions", "Versions whose detectors are in memory", versions::size);
        metrics.gauge("caravan_detectors_queue", "Events under way", admission::underWay);
        try {
            http = new Http(
                    settings,
                    new Work(versions, watches, judges, metrics),
                    admission,
                    watches,
                    metrics,
                    new PachydermHealth(pachyderm, loaders, clock));
        } catch (StartException e) {
            release();
            throw e;
        }
        LOG.info("watching on http://{}:{}", settings.host(), http.port());
    }

    /** Watches as the environment says until the process is told to end. */
    public static void main(String[] arguments) {
        try {
            DetectorService service = start(Settings.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "drain"));
        } catch (StartException | IllegalArgumentException e) {
            LOG.error("not started: {}", e.getMessage());
            LOG.debug("not started", e);
            System.exit(1);
        }
    }

    /**
     * Starts.
     *
     * @throws StartException where the settings or the port do not allow it
     */
    public static DetectorService start(Settings settings) {
        return new DetectorService(settings);
    }

    /** The port that was bound. */
    public int port() {
        return http.port();
    }

    /** Takes no more events, answers those under way, and closes everything. */
    @Override
    public void close() {
        try {
            boolean idle = admission.drain(LONGEST_EVENT);
            LOG.info("going down: {}", idle ? "every event was answered" : "some events were cut off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
        release();
    }

    private void release() {
        judges.shutdownNow();
        loaders.shutdownNow();
        pachyderm.ifPresent(PachydermClient::close);
        metrics.close();
    }

    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
