package caravan.detectors.watch;

import caravan.detectors.event.Prediction;
import caravan.detectors.event.Refusal;
import caravan.statistics.ChiSquare;
import caravan.statistics.KolmogorovSmirnov;
import caravan.statistics.KolmogorovSmirnov.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A window of outputs, for a model without scores: its first predictions are the reference. Compared are the predicted
 * classes (chi-square) and each output (Kolmogorov and Smirnov; of more than 32 outputs the largest alone), with one false
 * alarm in a thousand windows over all of them.
 */
final class OutputsWindow implements DriftWindow {
    private static final int REFERENCE = 200;
    private static final int WINDOW = 50;
    private static final double ALPHA = 0.001;
    private static final int MOST_COLUMNS = 32;

    /** Fewer expected predictions of a class are too few for the test; such classes are taken together. */
    private static final double EXPECTED = 5;

    private final List<double[]> reference = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();
    private int width;

    @Override
    public void check(List<Prediction> predictions) {
        int wanted = width;
        for (Prediction prediction : predictions) {
            int found = prediction.outputs().length;
            if (found == 0) {
                throw Refusal.payload(
                        "data", "the answer has no numbers to watch", "send answers with probabilities or values");
            }
            wanted = wanted == 0 ? found : wanted;
            if (found != wanted) {
                throw Refusal.payload(
                        "data",
                        "the answer has " + found + " outputs, earlier ones had " + wanted,
                        "name each version");
            }
        }
    }

    @Override
    public Optional<DriftReport> add(Prediction prediction) {
        width = prediction.outputs().length;
        double[] row = columns(prediction.outputs());
        if (reference.size() < REFERENCE) {
            reference.add(row);
            return Optional.empty();
        }
        rows.add(row);
        if (rows.size() < WINDOW) {
            return Optional.empty();
        }
        DriftReport report = judge();
        rows.clear();
        return Optional.of(report);
    }

    /** The predicted class, then what is compared as it is; two probabilities that add up to one are one. */
    private static double[] columns(double[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        if (outputs.length > MOST_COLUMNS) {
            return new double[] {best, outputs[best]};
        }
        double[] row = new double[outputs.length == 2 ? 2 : outputs.length + 1];
        row[0] = best;
        System.arraycopy(outputs, 0, row, 1, row.length - 1);
        return row;
    }

    private DriftReport judge() {
        List<Double> statistics = new ArrayList<>();
        List<Double> ps = new ArrayList<>();
        if (width > 1) {
            ChiSquare classes = classes();
            statistics.add(classes.statistic());
            ps.add(classes.p());
        }
        for (int c = 1; c < rows.get(0).length; c++) {
            double statistic = KolmogorovSmirnov.statistic(column(reference, c), column(rows, c), Side.BOTH);
            statistics.add(statistic);
            ps.add(KolmogorovSmirnov.p(statistic, REFERENCE, WINDOW, Side.BOTH));
        }
        double level = ALPHA / ps.size();
        return new DriftReport(
                ps.stream().anyMatch(p -> p < level), WINDOW, statistics, ps, level, null, null, watched());
    }

    private ChiSquare classes() {
        long[] before = counts(reference);
        long[] now = counts(rows);
        long[] common = new long[width + 1];
        long[] commonNow = new long[width + 1];
        for (int c = 0; c < width; c++) {
            double expected = (before[c] + now[c]) * (double) WINDOW / (REFERENCE + WINDOW);
            int place = expected < EXPECTED ? width : c;
            common[place] += before[c];
            commonNow[place] += now[c];
        }
        return ChiSquare.of(common, commonNow);
    }

    private long[] counts(List<double[]> of) {
        long[] counts = new long[width];
        of.forEach(row -> counts[(int) row[0]]++);
        return counts;
    }

    private static double[] column(List<double[]> of, int column) {
        double[] values = of.stream().mapToDouble(row -> row[column]).toArray();
        Arrays.sort(values);
        return values;
    }

    @Override
    public String watched() {
        return "outputs";
    }

    @Override
    public int size() {
        return WINDOW;
    }

    @Override
    public int fill() {
        return rows.size();
    }

    @Override
    public int reference() {
        return reference.size();
    }
}
