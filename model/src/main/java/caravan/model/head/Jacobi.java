package caravan.model.head;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvectors of small symmetric matrices by Jacobi's rotations. */
final class Jacobi {
    private static final int SWEEPS = 60;

    private Jacobi() {}

    /**
     * The eigenvectors of the largest eigenvalues, each with its largest entry positive.
     *
     * @param matrix symmetric; it is overwritten
     */
    static double[][] vectors(double[][] matrix, int count) {
        int n = matrix.length;
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        double scale = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                scale += value * value;
            }
        }
        for (int sweep = 0; sweep < SWEEPS && off(matrix) > 1e-22 * scale; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -matrix[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] best = new double[count][n];
        for (int c = 0; c < count; c++) {
            int largest = 0;
            for (int i = 0; i < n; i++) {
                best[c][i] = vectors[i][order[c]];
                if (Math.abs(best[c][i]) > Math.abs(best[c][largest])) {
                    largest = i;
                }
            }
            if (best[c][largest] < 0) {
                for (int i = 0; i < n; i++) {
                    best[c][i] = -best[c][i];
                }
            }
        }
        return best;
    }

    private static double off(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * matrix[i][j] * matrix[i][j];
            }
        }
        return sum;
    }

    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.signum(theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        if (theta == 0) {
            t = 1;
        }
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
        for (double[] row : vectors) {
            double kp = row[p];
            double kq = row[q];
            row[p] = c * kp - s * kq;
            row[q] = s * kp + c * kq;
        }
    }
}
