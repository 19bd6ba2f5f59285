package caravan.detectors.watch;

import caravan.detectors.event.Deployment;
import caravan.detectors.event.Prediction;
import caravan.detectors.event.PredictionEvent;
import caravan.detectors.version.WatchedVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One version in one deployment, watched: two detectors and their counts since the watch began. */
final class Watch {
    private final Deployment deployment;
    private final WatchedVersion version;
    private final Began began;
    private final Optional<ScoresWindow> scores;
    private final OutputsWindow outputs = new OutputsWindow();
    private DriftWindow looked;
    private String useCase = "";
    private Instant last;
    private long predictions;
    private long flagged;
    private long windows;
    private long alarms;
    private DriftReport report;
    private Instant reportAt;

    /** When a watch began, and why. */
    record Began(Instant at, String because) {}

    Watch(Deployment deployment, WatchedVersion version, Began began) {
        this.deployment = deployment;
        this.version = version;
        this.began = began;
        this.scores = version.drift().map(ScoresWindow::new);
        this.looked = scores.<DriftWindow>map(s -> s).orElse(outputs);
        this.last = began.at;
    }

    synchronized Verdict judge(PredictionEvent event, Instant now) {
        DriftWindow window = window(event.predictions());
        window.check(event.predictions());
        looked = window;
        useCase = event.useCase();
        last = now;
        int outliers = 0;
        DriftReport found = null;
        for (Prediction prediction : event.predictions()) {
            predictions++;
            outliers += outlier(prediction) ? 1 : 0;
            Optional<DriftReport> full = window.add(prediction);
            if (full.isPresent()) {
                windows++;
                alarms += full.get().drift() ? 1 : 0;
                report = full.get();
                reportAt = now;
                found = found != null && found.drift() && !report.drift() ? found : report;
            }
        }
        flagged += outliers;
        return new Verdict(
                version.id().name(), new Verdict.Outliers(event.predictions().size(), outliers), found, false);
    }

    private DriftWindow window(List<Prediction> predictions) {
        boolean projected = predictions.stream().allMatch(p -> p.projection().isPresent());
        return projected && scores.isPresent() ? scores.get() : outputs;
    }

    private boolean outlier(Prediction prediction) {
        if (version.outlier().isPresent() && prediction.leftover().isPresent()) {
            return version.outlier().get().outlier(prediction.leftover().get());
        }
        return prediction.outlier().orElse(false);
    }

    Deployment deployment() {
        return deployment;
    }

    WatchedVersion version() {
        return version;
    }

    synchronized Instant last() {
        return last;
    }

    synchronized List<Detector> detectors() {
        Detector.Window window = new Detector.Window(looked.size(), looked.fill(), looked.reference());
        Detector drift = new Detector(
                deployment.namespace(),
                deployment.name(),
                useCase,
                "drift",
                version.id().name(),
                looked.watched(),
                began.at.toString(),
                began.because,
                predictions,
                window,
                windows,
                alarms,
                null,
                null,
                version.drift().map(d -> d.power()).orElse(null),
                report,
                reportAt == null ? null : reportAt.toString());
        Detector outlier = new Detector(
                deployment.namespace(),
                deployment.name(),
                useCase,
                "outlier",
                version.id().name(),
                version.outlier().isPresent() ? "scores" : "outputs",
                began.at.toString(),
                began.because,
                predictions,
                null,
                null,
                null,
                flagged,
                version.outlier().map(o -> o.threshold()).orElse(null),
                null,
                null,
                null);
        return List.of(drift, outlier);
    }
}
