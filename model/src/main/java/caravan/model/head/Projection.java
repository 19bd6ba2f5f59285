package caravan.model.head;

import java.util.SplittableRandom;

/**
 * The principal components of features as unit vectors: what lies along them is the projection, watched for drift; the
 * length of what they leave over tells outliers. Unit vectors, because how strongly a backbone reacts says less than to
 * what: scaled to equal deviations instead, a third of the foreign pictures went unnoticed after a first version.
 *
 * @param mean of the unit vectors
 * @param components orthonormal, the strongest first
 */
@SuppressWarnings("ArrayRecordComponent")
public record Projection(float[] mean, float[][] components) {
    private static final int SPARE = 8;
    private static final int ROUNDS = 12;

    /**
     * Finds the components by subspace iteration from a fixed start.
     *
     * @param rows unit vectors
     * @param most how many components at most; there are fewer where there are hardly more rows
     */
    public static Projection of(float[][] rows, int most) {
        int width = rows[0].length;
        double[] mean = new double[width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        double[][] centred = new double[rows.length][width];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < width; i++) {
                centred[r][i] = rows[r][i] - mean[i];
            }
        }
        int count = Math.max(1, Math.min(most, Math.min(rows.length - 1, width)));
        double[][] basis = start(Math.min(count + SPARE, width), width);
        for (int round = 0; round < ROUNDS; round++) {
            basis = orthonormal(times(centred, basis));
        }
        double[][] best = rotated(centred, basis, count);
        float[] single = new float[width];
        for (int i = 0; i < width; i++) {
            single[i] = (float) mean[i];
        }
        float[][] components = new float[count][width];
        for (int c = 0; c < count; c++) {
            for (int i = 0; i < width; i++) {
                components[c][i] = (float) best[c][i];
            }
        }
        return new Projection(single, components);
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

    /** A unit vector along the components. */
    public double[] along(float[] unit) {
        double[] along = new double[components.length];
        for (int c = 0; c < along.length; c++) {
            for (int i = 0; i < unit.length; i++) {
                along[c] += (double) components[c][i] * (unit[i] - mean[i]);
            }
        }
        return along;
    }

    /** The norm of what the components leave over. */
    public double leftover(float[] unit) {
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
