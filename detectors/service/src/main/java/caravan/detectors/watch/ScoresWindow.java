package caravan.detectors.watch;

import caravan.detectors.event.Prediction;
import caravan.detectors.event.Refusal;
import caravan.statistics.DriftDetector;
import caravan.statistics.DriftVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A window of projections, compared by the detector that was fitted with the version. */
final class ScoresWindow implements DriftWindow {
    private final DriftDetector detector;
    private final List<double[]> rows = new ArrayList<>();

    ScoresWindow(DriftDetector detector) {
        this.detector = detector;
    }

    @Override
    public void check(List<Prediction> predictions) {
        for (Prediction prediction : predictions) {
            try {
                detector.check(prediction.projection().orElseThrow());
            } catch (IllegalArgumentException e) {
                throw Refusal.payload("projection", e.getMessage(), "name the version that made the answer");
            }
        }
    }

    @Override
    public Optional<DriftReport> add(Prediction prediction) {
        rows.add(prediction.projection().orElseThrow());
        if (rows.size() < detector.window()) {
            return Optional.empty();
        }
        DriftVerdict verdict = detector.judge(rows.toArray(double[][]::new));
        rows.clear();
        return Optional.of(new DriftReport(
                verdict.drift(),
                detector.window(),
                Arrays.stream(verdict.statistics()).boxed().toList(),
                Arrays.stream(verdict.ps()).boxed().toList(),
                verdict.level(),
                verdict.mmd(),
                verdict.mmdThreshold(),
                watched()));
    }

    @Override
    public String watched() {
        return "scores";
    }

    @Override
    public int size() {
        return detector.window();
    }

    @Override
    public int fill() {
        return rows.size();
    }

    @Override
    public int reference() {
        return detector.references();
    }
}
