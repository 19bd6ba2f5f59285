package caravan.statistics;

/**
 * How a drift detector is fitted.
 *
 * @param familyWiseAlpha the share of windows without drift that may be called drift, over all tests together
 * @param window rows of a window; 0 lets the fitter choose by the reference's size
 * @param permutations random splits that the discrepancy's threshold is read from; at least 20,000 are sensible
 * @param seed of all that is random
 */
public record DriftSettings(double familyWiseAlpha, int window, int permutations, long seed) {

    /** Refuses what no detector can be fitted by. */
    public DriftSettings {
        if (!(familyWiseAlpha > 0 && familyWiseAlpha < 1)) {
            throw new IllegalArgumentException("the family-wise alpha must lie between 0 and 1: " + familyWiseAlpha);
        }
        if (window < 0 || window == 1) {
            throw new IllegalArgumentException("a window has 2 rows or more, or 0 for the fitter's choice: " + window);
        }
        if (permutations < 100) {
            throw new IllegalArgumentException("a threshold needs 100 permutations or more: " + permutations);
        }
    }

    /** One false alarm in a thousand windows, the fitter's window. */
    public static DriftSettings usual(long seed) {
        return new DriftSettings(0.001, 0, 20_000, seed);
    }
}
