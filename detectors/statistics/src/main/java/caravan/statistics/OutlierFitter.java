package caravan.statistics;

import java.util.Arrays;

/**
 * Finds a conformal threshold: the calibration score of rank {@code ceil((n + 1)(1 - rate))}. A new usual row exceeds
 * it with a probability of at most {@code rate}, whatever the scores' distribution. Source: V. Vovk, A. Gammerman and
 * G. Shafer, "Algorithmic Learning in a Random World", 2005; the finite-sample correction as in R. Tibshirani et al.,
 * "Conformal Prediction Under Covariate Shift", 2019, Lemma 1.
 */
public final class OutlierFitter {
    private OutlierFitter() {}

    /**
     * Fits a detector on scores of rows that neither the network nor the projection has learned from.
     *
     * @param scores finite, at least one; larger is stranger
     * @return its rate is larger than asked for where there are too few scores (fewer than {@code 1 / rate - 1}): the
     *     threshold then is the largest score
     */
    public static OutlierDetector fit(double[] scores, OutlierSettings settings) {
        if (scores.length == 0 || !Arrays.stream(scores).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a threshold needs at least one score, and finite ones");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.min(sorted.length, Math.ceil((sorted.length + 1) * (1 - settings.rate()) - 1e-9));
        double rate = 1 - (double) rank / (sorted.length + 1);
        return new OutlierDetector(sorted[rank - 1], rate, sorted.length);
    }
}
