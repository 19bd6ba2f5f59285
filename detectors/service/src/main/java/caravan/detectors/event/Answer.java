package caravan.detectors.event;

import java.util.List;
import java.util.Optional;

/** A model's answer: what it says of itself, and its predictions. */
record Answer(Optional<String> version, Optional<String> sha256, List<Prediction> predictions) {}
