package caravan.detectors.event;

import java.util.Optional;

/**
 * What a model said about one input.
 *
 * @param outputs probabilities or values; empty where the answer has none
 * @param leftover the outlier score
 * @param outlier whether the server called it an outlier
 */
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(
        double[] outputs, Optional<double[]> projection, Optional<Double> leftover, Optional<Boolean> outlier) {}
