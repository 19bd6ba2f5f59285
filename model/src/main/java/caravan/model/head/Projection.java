package caravan.model.head;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What of a picture is watched for drift, and what tells outliers. The principal components are those of features as
 * unit vectors, because how strongly a backbone reacts says less than to what (scaled to equal deviations instead, a
 * third of the foreign pictures went unnoticed after a first version); the length of what they leave over tells
 * outliers. The projection is what lies along them, followed by the picture's {@link Appearance}, brought to the size of
 * the strongest component.
 *
 * @param mean of the unit vectors
 * @param components orthonormal, the strongest first
 * @param lookMean of the appearance
 * @param lookScale what the appearance is divided by
 */
@SuppressWarnings("ArrayRecordComponent")
public record Projection(float[] mean, float[][] components, float[] lookMean, float[] lookScale) {
    /** Below this deviation, in grey levels, an appearance is as good as constant. */
    private static final double LEAST = 1e-3;

    private static final int SPARE = 8;
    private static final int ROUNDS = 12;

    /**
     * Finds the components by subspace iteration from a fixed start.
     *
     * @param rows one at least
     * @param most how many components at most; there are fewer where there are hardly more rows
     */
    public static Projection of(List<Row> rows, int most) {
        float[][] units = Unit.of(rows);
        int width = units[0].length;
        double[] mean = means(units);
        double[][] centred = new double[units.length][width];
        for (int r = 0; r < units.length; r++) {
            for (int i = 0; i < width; i++) {
                centred[r][i] = units[r][i] - mean[i];
            }
        }
        int count = Math.max(1, Math.min(most, Math.min(units.length - 1, width)));
        double[][] basis = start(Math.min(count + SPARE, width), width);
        for (int round = 0; round < ROUNDS; round++) {
            basis = orthonormal(times(centred, basis));
        }
        double[][] best = rotated(centred, basis, count);
        double strongest = 0;
        for (double[] row : centred) {
            strongest += Math.pow(dot(row, best[0]), 2) / centred.length;
        }
        float[][] looks = rows.stream().map(Row::look).toArray(float[][]::new);
        double[] lookMean = means(looks);
        double[] lookScale = new double[lookMean.length];
        for (int i = 0; i < lookScale.length; i++) {
            double squares = 0;
            for (float[] look : looks) {
                squares += Math.pow(look[i] - lookMean[i], 2) / looks.length;
            }
            lookScale[i] = Math.max(LEAST, Math.sqrt(squares)) / Math.sqrt(Math.max(LEAST * LEAST, strongest));
        }
        float[][] components = new float[count][];
        for (int c = 0; c < count; c++) {
            components[c] = single(best[c]);
        }
        return new Projection(single(mean), components, single(lookMean), single(lookScale));
    }

    private static double[] means(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (double) row[i] / rows.length;
            }
        }
        return mean;
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    private static double[][] start(int count, int width) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] basis = new double[count][width];
        for (double[] vector : basis) {
            for (int i = 0; i < width; i++) {
                vector[i] = random.nextDouble() - 0.5;
            }
        }
        return orthonormal(basis);
    }

    /** X'X times each vector. */
    private static double[][] times(double[][] x, double[][] vectors) {
        double[][] out = new double[vectors.length][x[0].length];
        for (double[] row : x) {
            for (int v = 0; v < vectors.length; v++) {
                double along = dot(row, vectors[v]);
                for (int i = 0; i < row.length; i++) {
                    out[v][i] += along * row[i];
                }
            }
        }
        return out;
    }

    /** Gram-Schmidt, twice for precision; a vector that adds nothing becomes zero. */
    private static double[][] orthonormal(double[][] vectors) {
        for (int v = 0; v < vectors.length; v++) {
            double before = Math.sqrt(dot(vectors[v], vectors[v]));
            for (int pass = 0; pass < 2; pass++) {
                for (int u = 0; u < v; u++) {
                    double along = dot(vectors[v], vectors[u]);
                    for (int i = 0; i < vectors[v].length; i++) {
                        vectors[v][i] -= along * vectors[u][i];
                    }
                }
            }
            double length = Math.sqrt(dot(vectors[v], vectors[v]));
            double scale = length > 1e-12 * before && length > 0 ? 1 / length : 0;
            for (int i = 0; i < vectors[v].length; i++) {
                vectors[v][i] *= scale;
            }
        }
        return vectors;
    }

    /** Within the space of the basis, the directions of largest variance first (Jacobi on the small matrix). */
    private static double[][] rotated(double[][] x, double[][] basis, int count) {
        int n = basis.length;
        double[][] small = new double[n][n];
        for (double[] row : x) {
            double[] along = new double[n];
            for (int i = 0; i < n; i++) {
                along[i] = dot(row, basis[i]);
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    small[i][j] += along[i] * along[j];
                }
            }
        }
        double[][] vectors = Jacobi.vectors(small, count);
        double[][] out = new double[count][basis[0].length];
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < basis[0].length; k++) {
                    out[c][k] += vectors[c][i] * basis[i][k];
                }
            }
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** How many numbers {@link #of(Row)} gives. */
    public int size() {
        return components.length + lookMean.length;
    }

    /** What of a row is watched for drift. */
    public double[] of(Row row) {
        double[] of = Arrays.copyOf(along(Unit.of(row.features())), size());
        for (int i = 0; i < lookMean.length; i++) {
            of[components.length + i] = ((double) row.look()[i] - lookMean[i]) / lookScale[i];
        }
        return of;
    }

    private double[] along(float[] unit) {
        double[] along = new double[components.length];
        for (int c = 0; c < along.length; c++) {
            for (int i = 0; i < unit.length; i++) {
                along[c] += (double) components[c][i] * (unit[i] - mean[i]);
            }
        }
        return along;
    }

    /** The norm of what the components leave over. */
    public double leftover(Row row) {
        float[] unit = Unit.of(row.features());
        double[] along = along(unit);
        double sum = 0;
        for (int i = 0; i < unit.length; i++) {
            double rest = unit[i] - mean[i];
            for (int c = 0; c < along.length; c++) {
                rest -= along[c] * components[c][i];
            }
            sum += rest * rest;
        }
        return Math.sqrt(sum);
    }
}
