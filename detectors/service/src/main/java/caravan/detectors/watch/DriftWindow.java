package caravan.detectors.watch;

import caravan.detectors.event.Prediction;
import java.util.List;
import java.util.Optional;

/** Collects predictions until there are enough to be compared with the reference. */
interface DriftWindow {
    /** Refuses predictions that do not fit, before any of them is added. */
    void check(List<Prediction> predictions);

    /** Adds a prediction; a full window is judged, and the next begins. */
    Optional<DriftReport> add(Prediction prediction);

    /** What it looks at: {@code scores} or {@code outputs}. */
    String watched();

    /** How many predictions a window has. */
    int size();

    /** How many there are by now. */
    int fill();

    /** How many the reference has by now. */
    int reference();
}
