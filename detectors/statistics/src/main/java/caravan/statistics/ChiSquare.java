package caravan.statistics;

import org.hipparchus.special.Gamma;

/**
 * Pearson's chi-square test of whether two samples have the same shares of categories, with Yates' correction where there
 * are two categories. Sources: K. Pearson, Philosophical Magazine 50, 1900; F. Yates, Supplement to the Journal of the
 * Royal Statistical Society 1(2), 1934.
 *
 * @param statistic sum of squared deviations over the expected counts
 * @param p probability of such a statistic, or a larger one, between samples of one distribution
 */
public record ChiSquare(double statistic, double p) {

    /**
     * Compares two samples.
     *
     * @param reference how many of each category
     * @param window likewise, in the same order; a category that neither has is left out
     */
    public static ChiSquare of(long[] reference, long[] window) {
        if (reference.length != window.length) {
            throw new IllegalArgumentException("the samples have " + reference.length + " and " + window.length
                    + " categories; give both the same ones");
        }
        double n = 0;
        double m = 0;
        int categories = 0;
        for (int c = 0; c < reference.length; c++) {
            if (reference[c] < 0 || window[c] < 0) {
                throw new IllegalArgumentException("a count is negative");
            }
            n += reference[c];
            m += window[c];
            categories += reference[c] + window[c] > 0 ? 1 : 0;
        }
        if (n == 0 || m == 0) {
            throw new IllegalArgumentException("a sample is empty");
        }
        if (categories < 2) {
            return new ChiSquare(0, 1);
        }
        double statistic = 0;
        for (int c = 0; c < reference.length; c++) {
            double both = reference[c] + window[c];
            if (both > 0) {
                statistic += cell(reference[c], both * n / (n + m), categories == 2);
                statistic += cell(window[c], both * m / (n + m), categories == 2);
            }
        }
        return new ChiSquare(
                statistic, statistic == 0 ? 1 : Gamma.regularizedGammaQ((categories - 1) / 2.0, statistic / 2));
    }

    private static double cell(double observed, double expected, boolean yates) {
        double deviation = Math.abs(observed - expected);
        if (yates) {
            deviation -= Math.min(0.5, deviation);
        }
        return deviation * deviation / expected;
    }
}
