package caravan.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The maximum mean discrepancy with a Gaussian kernel: the squared distance between two samples' mean embeddings.
 * Source: A. Gretton et al., "A Kernel Two-Sample Test", Journal of Machine Learning Research 13, 2012 (the unbiased
 * estimate of its Lemma 6). Samples are rows by columns. All results are the same on every machine.
 *
 * @param sigma the kernel's width: {@code k(x, y) = exp(-|x - y|^2 / (2 sigma^2))}
 */
public record Mmd(double sigma) {

    /** Refuses a width that is no positive number. */
    public Mmd {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("the kernel's width must be positive: " + sigma);
        }
    }

    /** The kernel whose width is the median distance between the rows (over the square root of two). */
    public static Mmd medianWidth(double[][] rows) {
        int n = rows.length;
        double[] squares = new double[n * (n - 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                squares[next++] = squaredDistance(rows[i], rows[j]);
            }
        }
        Arrays.sort(squares);
        // the place of the median among the ordered pairs i != j, each of which stands here once for two
        double median = squares.length == 0 ? 0 : squares[Math.max(0, ((n * n - n) / 2 - 1) / 2)];
        return new Mmd(median > 0 ? Math.sqrt(0.5 * median) : 1);
    }

    /** The kernel of two rows. */
    public double kernel(double[] x, double[] y) {
        return StrictMath.exp(-squaredDistance(x, y) / (2 * sigma * sigma));
    }

    /** The mean kernel over all pairs of different rows. */
    public double within(double[][] rows) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel(rows[i], rows[j]);
            }
        }
        return 2 * sum / ((double) rows.length * (rows.length - 1));
    }

    /** The mean kernel over all pairs of a row of each. */
    public double between(double[][] x, double[][] y) {
        double sum = 0;
        for (double[] row : x) {
            for (double[] other : y) {
                sum += kernel(row, other);
            }
        }
        return sum / ((double) x.length * y.length);
    }

    /** The unbiased estimate of the squared discrepancy; slightly negative where there is none. */
    public double squared(double[][] x, double[][] y) {
        return within(x) + within(y) - 2 * between(x, y);
    }

    /**
     * The squared discrepancies of random splits of the rows: what chance alone gives.
     *
     * @param part how many rows the smaller part of each split has
     * @return as many as asked for, ascending
     */
    public double[] splits(double[][] rows, int part, int count, long seed) {
        int n = rows.length;
        double[][] kernel = new double[n][n];
        double[] sums = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                kernel[i][j] = kernel(rows[i], rows[j]);
                kernel[j][i] = kernel[i][j];
                sums[i] += kernel[i][j];
                sums[j] += kernel[i][j];
                total += 2 * kernel[i][j];
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        double[] found = new double[count];
        int rest = n - part;
        for (int c = 0; c < count; c++) {
            double touching = 0;
            double inside = 0;
            for (int k = 0; k < part; k++) {
                int other = k + random.nextInt(n - k);
                int chosen = order[other];
                order[other] = order[k];
                order[k] = chosen;
                touching += sums[chosen];
                for (int l = 0; l < k; l++) {
                    inside += 2 * kernel[chosen][order[l]];
                }
            }
            double across = touching - inside;
            double outside = total - inside - 2 * across;
            found[c] = inside / ((double) part * (part - 1))
                    + outside / ((double) rest * (rest - 1))
                    - 2 * across / ((double) part * rest);
        }
        Arrays.sort(found);
        return found;
    }

    /**
     * The permutation test: the share of random splits of all rows that differ at least as much as x and y do.
     *
     * @param permutations how many splits
     */
    public double p(double[][] x, double[][] y, int permutations, long seed) {
        double[][] all = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, all, x.length, y.length);
        double found = squared(x, y);
        double[] chance = splits(all, y.length, permutations, seed);
        return (double) Arrays.stream(chance).filter(c -> c >= found).count() / permutations;
    }

    private static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = x[i] - y[i];
            sum += difference * difference;
        }
        return sum;
    }
}
