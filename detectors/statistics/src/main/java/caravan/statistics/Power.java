package caravan.statistics;

import java.util.SplittableRandom;

/**
 * What a window of the fitted size can see: the smallest shift, in the reference's standard deviations, that is called
 * drift in 80 of 100 windows; found by shifting windows drawn from the reference itself.
 *
 * @param oneComponent a shift of one component alone (another one in each window); null where even the largest that was
 *     tried is missed
 * @param allComponents a shift of every component at once; null likewise
 */
public record Power(Double oneComponent, Double allComponents) {
    private static final int WINDOWS = 100;
    private static final int SEEN = 80;
    private static final double STEP = 0.125;

    /** Four standard deviations. */
    private static final int STEPS = 32;

    /** Whether there is a shift that a window can see at all. */
    public boolean any() {
        return oneComponent != null || allComponents != null;
    }

    static Power of(DriftDetector detector, long seed) {
        double[] deviations = deviations(detector.rows());
        double critical = detector.critical();
        return new Power(
                smallest(detector, deviations, critical, seed, true),
                smallest(detector, deviations, critical, seed, false));
    }

    /** By bisection: a larger shift is seen more often. */
    private static Double smallest(
            DriftDetector detector, double[] deviations, double critical, long seed, boolean one) {
        int unseen = 0;
        int seen = STEPS + 1;
        while (seen - unseen > 1) {
            int middle = (seen + unseen) / 2;
            if (sees(detector, deviations, critical, seed, one, middle * STEP)) {
                seen = middle;
            } else {
                unseen = middle;
            }
        }
        return seen > STEPS ? null : seen * STEP;
    }

    private static boolean sees(
            DriftDetector detector, double[] deviations, double critical, long seed, boolean one, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = detector.rows();
        int alarms = 0;
        for (int w = 0; w < WINDOWS; w++) {
            double[][] window = new double[detector.window()][];
            for (int i = 0; i < window.length; i++) {
                window[i] = rows[random.nextInt(rows.length)].clone();
                for (int c = 0; c < deviations.length; c++) {
                    window[i][c] += !one || w % deviations.length == c ? shift * deviations[c] : 0;
                }
            }
            alarms += detector.drifted(window, critical) ? 1 : 0;
        }
        return alarms >= SEEN;
    }

    private static double[] deviations(double[][] rows) {
        double[] deviations = new double[rows[0].length];
        for (int c = 0; c < deviations.length; c++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : rows) {
                sum += row[c];
                squares += row[c] * row[c];
            }
            double mean = sum / rows.length;
            deviations[c] = Math.sqrt(Math.max(0, squares / rows.length - mean * mean));
        }
        return deviations;
    }
}
