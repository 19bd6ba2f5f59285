package caravan.detectors.version;

import caravan.detectors.event.VersionId;
import caravan.statistics.DriftDetector;
import caravan.statistics.OutlierDetector;
import java.util.Optional;

/**
 * A version with what was fitted to watch it.
 *
 * @param drift absent where its checkpoint has none: then its outputs alone are watched
 * @param outlier absent likewise: then the flags that its server gives are counted
 */
public record WatchedVersion(VersionId id, Optional<DriftDetector> drift, Optional<OutlierDetector> outlier) {

    /** A version of which nothing but its answers is known. */
    public static WatchedVersion unfitted(VersionId id) {
        return new WatchedVersion(id, Optional.empty(), Optional.empty());
    }
}
