package caravan.statistics;

import java.util.Random;

/** Rows of independent normal values. */
final class Rows {
    private Rows() {}

    static double[][] gaussian(Random random, int count, int components, double mean) {
        double[][] rows = new double[count][components];
        for (double[] row : rows) {
            for (int c = 0; c < components; c++) {
                row[c] = mean + random.nextGaussian();
            }
        }
        return rows;
    }
}
