package caravan.statistics;

/** Fits drift detectors. */
public final class DriftFitter {
    private static final int LEAST = 8;

    private DriftFitter() {}

    /**
     * Fits a detector. Where the reference is too small for a test to be as rarely wrong as asked for, that test never
     * calls drift; what is left is told by {@link DriftDetector#power()}.
     *
     * @param reference rows by components: projections of rows that the projection was not fitted on, at least 8; kept
     *     in single precision
     */
    public static DriftDetector fit(double[][] reference, DriftSettings settings) {
        float[][] kept = single(reference);
        checkShape(kept);
        double[][] rows = twice(kept);
        int n = rows.length;
        int window = settings.window() > 0 ? settings.window() : window(n);
        Mmd mmd = Mmd.medianWidth(rows);
        double half = settings.familyWiseAlpha() / 2;
        int part = Math.min(window, n / 2);
        double[] chance = mmd.splits(rows, part, settings.permutations(), settings.seed());
        int rank = (int) Math.ceil((chance.length + 1) * (1 - half));
        double threshold = splits(n, part) * half < 1 ? Double.MAX_VALUE : chance[Math.min(rank, chance.length) - 1];
        double level = KolmogorovSmirnov.level(half / rows[0].length, n, window);
        DriftDetector detector = new DriftDetector(new DriftDetector.Content(
                DetectorFile.FORMAT,
                settings.familyWiseAlpha(),
                window,
                level,
                mmd.sigma(),
                threshold,
                mmd.within(rows),
                new Power(null, null),
                kept));
        return detector.with(Power.of(detector, settings.seed()));
    }

    /** How many different splits there are: too few, and even the most extreme one is no rare one. */
    private static double splits(int n, int part) {
        double splits = part * 2 == n ? 0.5 : 1;
        for (int i = 1; i <= part; i++) {
            splits *= (double) (n - part + i) / i;
        }
        return splits;
    }

    private static int window(int n) {
        return Math.max(LEAST, Math.min(50, n / 2));
    }

    private static float[][] single(double[][] rows) {
        float[][] single = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            single[i] = new float[rows[i].length];
            for (int j = 0; j < single[i].length; j++) {
                single[i][j] = (float) rows[i][j];
            }
        }
        return single;
    }

    private static double[][] twice(float[][] rows) {
        double[][] twice = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            twice[i] = new double[rows[i].length];
            for (int j = 0; j < twice[i].length; j++) {
                twice[i][j] = rows[i][j];
            }
        }
        return twice;
    }

    static void checkShape(float[][] reference) {
        if (reference == null || reference.length < LEAST || reference[0].length == 0) {
            throw new IllegalArgumentException("a reference has at least " + LEAST + " rows and one component");
        }
        for (float[] row : reference) {
            if (row.length != reference[0].length) {
                throw new IllegalArgumentException("the reference's rows differ in width");
            }
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("the reference has a value that is no finite number");
                }
            }
        }
    }
}
