package caravan.model;

import caravan.model.data.Hold;
import caravan.model.head.Projection;
import caravan.model.head.Row;
import caravan.statistics.DriftDetector;
import caravan.statistics.DriftFitter;
import caravan.statistics.DriftSettings;
import caravan.statistics.OutlierDetector;
import caravan.statistics.OutlierFitter;
import caravan.statistics.OutlierSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What watches a version: the projection from one half of the rows, references and thresholds from the other half, which
 * the projection has not seen.
 *
 * @param outlierThreshold on the left-over norm
 * @param files name to content
 */
record Detectors(Projection projection, double outlierThreshold, Map<String, byte[]> files) {
    private static final Logger LOG = LoggerFactory.getLogger(Detectors.class);
    private static final int COMPONENTS = 32;

    /** Fewer rows are no reference. */
    private static final int LEAST = 8;

    private static final OutlierSettings OUTLIERS = new OutlierSettings(0.02);

    /**
     * Fits the detectors.
     *
     * @param rows the version's and its ancestors' rows that were trained on; where they are too few to be halved, the
     *     halves are one, and where they are fewer still there is no drift detector
     */
    static Detectors fit(List<Row> rows, DriftSettings settings) {
        List<Row> projecting =
                rows.stream().filter(r -> Hold.projects(r.sha256())).toList();
        List<Row> judging =
                rows.stream().filter(r -> !Hold.projects(r.sha256())).toList();
        if (projecting.size() < LEAST || judging.size() < LEAST) {
            LOG.warn(
                    "{} rows are too few to be halved: the detectors are fitted on what the projection knows",
                    rows.size());
            projecting = rows;
            judging = rows;
        }
        Projection projection = Projection.of(projecting, COMPONENTS);
        OutlierDetector outliers = OutlierFitter.fit(
                judging.stream().mapToDouble(projection::leftover).toArray(), OUTLIERS);
        Map<String, byte[]> files = new TreeMap<>();
        files.put("outlier.json", outliers.bytes());
        if (judging.size() >= LEAST) {
            DriftDetector drift =
                    DriftFitter.fit(judging.stream().map(projection::of).toArray(double[][]::new), settings);
            if (!drift.power().any()) {
                LOG.warn(
                        "{} reference rows are too few to tell drift from chance: no window will be called drift",
                        drift.references());
            }
            LOG.info(
                    "windows of {} predictions see a shift of {} standard deviations of one component, {} of all",
                    drift.window(),
                    drift.power().oneComponent(),
                    drift.power().allComponents());
            files.put("drift.json", drift.bytes());
        }
        return new Detectors(projection, outliers.threshold(), files);
    }
}
