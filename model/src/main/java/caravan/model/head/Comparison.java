package caravan.model.head;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A child on the holdout, beside its parent on the same rows.
 *
 * @param rows held-out rows
 * @param right rows that the child got right
 * @param parentRight rows that the parent got right; absent without a parent
 * @param childOnly rows that only the child got right
 * @param parentOnly rows that only the parent got right
 * @param majority rows of the most frequent label
 * @param loss mean negative log-likelihood of the child
 * @param calibrationError expected calibration error of the child, over ten bins of its confidence
 */
public record Comparison(
        int rows,
        int right,
        Optional<Integer> parentRight,
        int childOnly,
        int parentOnly,
        int majority,
        double loss,
        double calibrationError) {
    private static final int BINS = 10;

    /**
     * Compares.
     *
     * @param truth index of each row's label
     * @param child probabilities of each row
     * @param parent the same of the parent
     */
    public static Comparison of(int[] truth, float[][] child, Optional<float[][]> parent, List<String> labels) {
        int right = 0;
        int parentRight = 0;
        int childOnly = 0;
        int parentOnly = 0;
        double loss = 0;
        int[] counts = new int[labels.size()];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]]++;
            boolean childIs = best(child[i]) == truth[i];
            right += childIs ? 1 : 0;
            loss -= Math.log(Math.max(1e-12, child[i][truth[i]]));
            if (parent.isPresent()) {
                boolean parentIs = best(parent.get()[i]) == truth[i];
                parentRight += parentIs ? 1 : 0;
                childOnly += childIs && !parentIs ? 1 : 0;
                parentOnly += parentIs && !childIs ? 1 : 0;
            }
        }
        return new Comparison(
                truth.length,
                right,
                parent.isPresent() ? Optional.of(parentRight) : Optional.empty(),
                childOnly,
                parentOnly,
                Arrays.stream(counts).max().orElse(0),
                truth.length == 0 ? 0 : loss / truth.length,
                calibrationError(truth, child));
    }

    private static double calibrationError(int[] truth, float[][] probabilities) {
        double[] confidence = new double[BINS];
        double[] right = new double[BINS];
        for (int i = 0; i < truth.length; i++) {
            int best = best(probabilities[i]);
            double p = probabilities[i][best];
            int bin = Math.min(BINS - 1, (int) (p * BINS));
            confidence[bin] += p;
            right[bin] += best == truth[i] ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(confidence[bin] - right[bin]);
        }
        return truth.length == 0 ? 0 : error / truth.length;
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The share of the rows that the child got right; 0 without rows. */
    public double accuracy() {
        return rows == 0 ? 0 : (double) right / rows;
    }

    /** The same of the parent. */
    public Optional<Double> parentAccuracy() {
        return parentRight.map(r -> rows == 0 ? 0 : (double) r / rows);
    }
}
