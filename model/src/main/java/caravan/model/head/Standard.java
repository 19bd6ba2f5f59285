package caravan.model.head;

import java.util.Arrays;
import java.util.List;

/**
 * Brings features to mean 0 and deviation 1, by the first version's rows and for all its descendants, so that the
 * weights of parent and child mean the same.
 *
 * @param mean of each feature
 * @param deviation of each feature, never 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Standard(float[] mean, float[] deviation) {

    /** A feature that hardly varies would blow up what it is later: the floor, as a share of the average deviation. */
    private static final double FLOOR = 0.1;

    /** Measures the rows. */
    public static Standard of(List<Row> rows) {
        int width = rows.get(0).features().length;
        double[] sum = new double[width];
        double[] squares = new double[width];
        for (Row row : rows) {
            for (int i = 0; i < width; i++) {
                sum[i] += row.features()[i];
            }
        }
        for (Row row : rows) {
            for (int i = 0; i < width; i++) {
                double off = row.features()[i] - sum[i] / rows.size();
                squares[i] += off * off;
            }
        }
        double[] deviation =
                Arrays.stream(squares).map(s -> Math.sqrt(s / rows.size())).toArray();
        double floor = FLOOR * Arrays.stream(deviation).average().orElse(0);
        float[] mean = new float[width];
        float[] scale = new float[width];
        for (int i = 0; i < width; i++) {
            mean[i] = (float) (sum[i] / rows.size());
            scale[i] = (float) Math.max(deviation[i], floor > 0 ? floor : 1);
        }
        return new Standard(mean, scale);
    }

    /** Features, standardised. */
    public float[] apply(float[] features) {
        float[] out = new float[features.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (features[i] - mean[i]) / deviation[i];
        }
        return out;
    }

    /** The rows' features, standardised, in their order. */
    public float[][] apply(List<Row> rows) {
        return rows.stream().map(r -> apply(r.features())).toArray(float[][]::new);
    }
}
