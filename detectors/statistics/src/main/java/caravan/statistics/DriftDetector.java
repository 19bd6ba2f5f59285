package caravan.statistics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A fitted drift detector: compares windows of rows with the reference, component by component (Kolmogorov and
 * Smirnov) and as a whole (maximum mean discrepancy). Immutable; how its limits come about is told by
 * {@link DriftFitter}.
 */
public final class DriftDetector {
    private static final String WHAT = "drift";

    private final Content content;
    private final double[][] rows;
    private final double[][] columns;
    private final Mmd mmd;

    /** What the file holds; rows in single precision, as the network gives them. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(
            int format,
            double familyWiseAlpha,
            int window,
            double level,
            double sigma,
            double mmdThreshold,
            double referenceWithin,
            Power power,
            float[][] reference) {}

    DriftDetector(Content content) {
        this.content = content;
        this.rows = new double[content.reference.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[content.reference[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = content.reference[i][j];
            }
        }
        this.columns = sortedColumns(rows);
        this.mmd = new Mmd(content.sigma);
    }

    /**
     * Judges a window.
     *
     * @param window exactly {@link #window()} rows of {@link #components()} finite values
     */
    public DriftVerdict judge(double[][] window) {
        if (window.length != content.window) {
            throw new IllegalArgumentException(
                    "the window has " + window.length + " rows, the thresholds are for " + content.window);
        }
        for (double[] row : window) {
            check(row);
        }
        double[][] sorted = sortedColumns(window);
        double[] statistics = new double[columns.length];
        double[] ps = new double[columns.length];
        boolean drift = false;
        for (int c = 0; c < columns.length; c++) {
            statistics[c] = KolmogorovSmirnov.statistic(columns[c], sorted[c], KolmogorovSmirnov.Side.BOTH);
            ps[c] = KolmogorovSmirnov.p(statistics[c], rows.length, window.length, KolmogorovSmirnov.Side.BOTH);
            drift |= ps[c] < content.level;
        }
        double squared = squared(window);
        drift |= squared > content.mmdThreshold;
        return new DriftVerdict(drift, statistics, ps, content.level, squared, content.mmdThreshold);
    }

    /** What {@link #judge} says of drift, at a fraction of its cost: no p-value is computed. */
    boolean drifted(double[][] window, double critical) {
        double[][] sorted = sortedColumns(window);
        for (int c = 0; c < columns.length; c++) {
            if (KolmogorovSmirnov.statistic(columns[c], sorted[c], KolmogorovSmirnov.Side.BOTH) > critical) {
                return true;
            }
        }
        return squared(window) > content.mmdThreshold;
    }

    /** The statistic beyond which a component has drifted. */
    double critical() {
        return KolmogorovSmirnov.quantile(content.level, KolmogorovSmirnov.effectiveSize(rows.length, content.window));
    }

    private double squared(double[][] window) {
        return content.referenceWithin + mmd.within(window) - 2 * mmd.between(rows, window);
    }

    /** The reference's rows, which are not to be changed. */
    double[][] rows() {
        return rows;
    }

    DriftDetector with(Power power) {
        return new DriftDetector(new Content(
                content.format,
                content.familyWiseAlpha,
                content.window,
                content.level,
                content.sigma,
                content.mmdThreshold,
                content.referenceWithin,
                power,
                content.reference));
    }

    /** Refuses a row of another width or with a value that is not finite. */
    public void check(double[] row) {
        if (row.length != columns.length) {
            throw new IllegalArgumentException(
                    "a row has " + row.length + " values, the reference has " + columns.length);
        }
        if (!Arrays.stream(row).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a row has a value that is no finite number");
        }
    }

    /** How many rows a window has. */
    public int window() {
        return content.window;
    }

    /** How many values a row has. */
    public int components() {
        return columns.length;
    }

    /** How many rows the reference has. */
    public int references() {
        return rows.length;
    }

    /** The share of windows without drift that may be called drift. */
    public double familyWiseAlpha() {
        return content.familyWiseAlpha;
    }

    /** What a window can see. */
    public Power power() {
        return content.power;
    }

    /** The detector as JSON; equal detectors give equal bytes. */
    public byte[] bytes() {
        return DetectorFile.bytes(content);
    }

    /** Writes {@link #bytes()}. */
    public void write(Path file) throws IOException {
        Files.write(file, bytes());
    }

    /** Reads what {@link #bytes()} made. */
    public static DriftDetector of(byte[] bytes) throws IOException {
        Content content = DetectorFile.read(bytes, Content.class, WHAT);
        DetectorFile.checkFormat(content.format, WHAT);
        try {
            DriftFitter.checkShape(content.reference);
            return new DriftDetector(content);
        } catch (IllegalArgumentException e) {
            throw new IOException("the drift detector's file cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads a file. */
    public static DriftDetector read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    static double[][] sortedColumns(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c][i] = rows[i][c];
            }
        }
        for (double[] column : columns) {
            Arrays.sort(column);
        }
        return columns;
    }
}
