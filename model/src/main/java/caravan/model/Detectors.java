package caravan.model;

import caravan.model.data.Hold;
import caravan.model.head.Projection;
import caravan.model.head.Row;
import caravan.model.head.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What watches a version: the projection from one half of the rows, references and thresholds from the other half, which
 * the projection has not seen.
 *
 * @param outlierThreshold on the left-over norm
 * @param files name to content
 */
record Detectors(Projection projection, double outlierThreshold, Map<String, byte[]> files) {
    private static final int COMPONENTS = 32;
    private static final double OUTLIERS = 0.02;

    static Detectors fit(List<Row> rows) {
        List<Row> projecting =
                rows.stream().filter(r -> Hold.projects(r.sha256())).toList();
        List<Row> judging =
                rows.stream().filter(r -> !Hold.projects(r.sha256())).toList();
        Projection projection = Projection.of(Unit.of(projecting.isEmpty() ? rows : projecting), COMPONENTS);
        float[][] reference = Unit.of(judging.isEmpty() ? rows : judging);
        double[] leftover = Arrays.stream(reference)
                .mapToDouble(projection::leftover)
                .sorted()
                .toArray();
        int rank = (int) Math.ceil((leftover.length + 1) * (1 - OUTLIERS));
        double threshold = leftover[Math.min(rank, leftover.length) - 1];
        return new Detectors(projection, threshold, Map.of());
    }
}
