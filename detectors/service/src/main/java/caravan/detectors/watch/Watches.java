package caravan.detectors.watch;

import caravan.detectors.event.Deployment;
import caravan.detectors.event.PredictionEvent;
import caravan.detectors.event.VersionId;
import caravan.detectors.version.WatchedVersion;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is watched, bounded in number: what has seen no prediction for longest is forgotten first. */
public final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Clock clock;
    private final Instant started;
    private final Map<Key, Watch> watches;

    private record Key(Deployment deployment, VersionId version) {}

    /** The lists of {@code GET /detectors}: two detectors a deployment, and those of its other versions. */
    public record Listing(String started, List<Detector> detectors, List<Detector> others) {}

    /** Nothing is watched yet. */
    public Watches(Clock clock, int most) {
        this.clock = clock;
        this.started = clock.instant();
        this.watches = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Watch> eldest) {
                return size() > most;
            }
        };
    }

    /** Takes the predictions of an event into the windows of its version. */
    public Verdict judge(PredictionEvent event, WatchedVersion version) {
        Verdict verdict = watch(event.deployment(), version).judge(event, clock.instant());
        if (verdict.drift() != null) {
            DriftReport report = verdict.drift();
            LOG.info(
                    "{} version {}: a window of {} predictions {}",
                    event.deployment(),
                    version.id(),
                    report.window(),
                    report.drift() ? "has drifted" : "looks like the reference");
        }
        return verdict;
    }

    private synchronized Watch watch(Deployment deployment, WatchedVersion version) {
        return watches.computeIfAbsent(new Key(deployment, version.id()), key -> {
            boolean known = watches.keySet().stream().anyMatch(k -> k.deployment.equals(deployment));
            String because = known ? "another version answers" : "first prediction since this service started";
            LOG.info(
                    "{} version {}: a new window begins ({}), watched: {}",
                    deployment,
                    version.id(),
                    because,
                    version.drift().isPresent() ? "scores" : "outputs");
            return new Watch(deployment, version, new Watch.Began(clock.instant(), because));
        });
    }

    /** How many there are. */
    public synchronized int size() {
        return watches.size();
    }

    /** What each detector says; a deployment's own are those of the version that answered last. */
    public Listing listing() {
        List<Watch> all;
        synchronized (this) {
            all = new ArrayList<>(watches.values());
        }
        all.sort(Comparator.comparing(Watch::last).reversed());
        Map<String, Watch> latest = new TreeMap<>();
        List<Detector> others = new ArrayList<>();
        for (Watch watch : all) {
            if (latest.putIfAbsent(watch.deployment().toString(), watch) != null) {
                others.addAll(watch.detectors());
            }
        }
        return new Listing(
                started.toString(),
                latest.values().stream().flatMap(w -> w.detectors().stream()).toList(),
                others);
    }
}
