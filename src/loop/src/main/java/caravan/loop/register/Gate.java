package caravan.loop.register;

import caravan.loop.TrialReport;
import caravan.loop.usecase.UseCase;
import java.util.Locale;

/**
 * Judges a candidate on the holdout. A first version must beat the majority class significantly (one-sided exact
 * binomial test) and reach the minimum; a child is promoted unless it is significantly worse than its parent on the same
 * rows (one-sided exact McNemar test: of the rows on which the two differ, the parent's wins against a fair coin), or
 * below the minimum. Equal is promoted.
 */
public final class Gate {
    private Gate() {}

    /**
     * The verdict on one candidate.
     *
     * @param promoted whether it passed
     * @param p the test's p-value
     * @param reason a sentence with the numbers
     */
    public record Verdict(boolean promoted, double p, String reason) {}

    /** Judges by the trial's report. */
    public static Verdict judge(TrialReport report, UseCase.Training settings) {
        String numbers = report.right() + " of " + report.holdout() + " held-out right";
        if (report.holdout() == 0) {
            return new Verdict(false, 1, "nothing is held out, so that nothing shows what it is worth");
        }
        boolean enough = report.accuracy() >= settings.minimumAccuracy();
        if (!enough) {
            return new Verdict(false, 1, numbers + ", below the minimum of " + percent(settings.minimumAccuracy()));
        }
        if (report.parentRight().isEmpty()) {
            double rate = (double) report.majority() / report.holdout();
            double p = upperTail(report.holdout(), report.right(), rate);
            return p < settings.significance()
                    ? new Verdict(
                            true,
                            p,
                            numbers + ", better than the majority class (" + report.majority() + "), p = " + round(p))
                    : new Verdict(
                            false,
                            p,
                            numbers + ", not significantly better than the majority class (" + report.majority()
                                    + "), p = " + round(p));
        }
        double p = upperTail(report.childOnly() + report.parentOnly(), report.parentOnly(), 0.5);
        String against = numbers + ", parent " + report.parentRight().get() + "; only the child " + report.childOnly()
                + ", only the parent " + report.parentOnly() + ", p = " + round(p);
        return p < settings.significance()
                ? new Verdict(false, p, against + ": significantly worse than its parent")
                : new Verdict(true, p, against);
    }

    /** P(X &gt;= k) for X binomial with n trials of probability q: exact, by summing the terms' logarithms. */
    static double upperTail(int n, int k, double q) {
        if (k <= 0) {
            return 1;
        }
        if (q <= 0) {
            return 0;
        }
        if (q >= 1) {
            return 1;
        }
        double sum = 0;
        double logChoose = 0;
        for (int i = 0; i <= n; i++) {
            if (i > 0) {
                logChoose += Math.log(n - i + 1.0) - Math.log(i);
            }
            if (i >= k) {
                sum += Math.exp(logChoose + i * Math.log(q) + (n - i) * Math.log1p(-q));
            }
        }
        return Math.min(1, sum);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String round(double p) {
        return String.format(Locale.ROOT, "%.3g", p);
    }
}
