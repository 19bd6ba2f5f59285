package caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a demo for people. */
record DemoSummary(Report report) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Table versions =
                new Table("version", "experiment", "files", "held-out right", "parent's", "trained in", "served after");
        for (Report.Version version : report.versions()) {
            versions.row(
                    Names.brief(version.name()),
                    version.experiment()
                            + (version.forkedFrom() == null ? "" : ", forked from " + version.forkedFrom()),
                    String.valueOf(version.files()),
                    percent(version.holdout().accuracy()) + " of "
                            + version.holdout().count(),
                    version.holdout().parentAccuracy() == null
                            ? "-"
                            : percent(version.holdout().parentAccuracy()),
                    seconds(version.seconds().experiment()),
                    seconds(version.seconds().doneToServing()));
        }
        lines.add("");
        lines.addAll(versions.toString().lines().toList());
        lines.add("");
        Table seen = new Table("what was sent", "how much", "what came of it");
        seen.row(
                "held-out pictures (" + report.dataset() + ")",
                report.predictions().count() + " pictures",
                report.predictions().correct() + " right, "
                        + report.outliers().pets().flagged() + " flagged as outliers");
        seen.row(
                "requests during the rollout",
                report.rollout().requests() + " requests",
                report.rollout().failed() + " failed");
        seen.row(
                "unchanged pictures",
                report.drift().unchanged().windows() + " windows",
                report.drift().unchanged().alarms() + " called drift");
        seen.row(
                "dark, blurred, off-colour pictures",
                report.drift().shifted().windows() + " windows",
                report.drift().shifted().alarms() + " called drift");
        seen.row(
                "foreign pictures",
                report.outliers().foreign().count() + " pictures",
                report.outliers().foreign().flagged() + " flagged as outliers");
        lines.addAll(seen.toString().lines().toList());
        if (!report.setAside().isEmpty()) {
            lines.add("");
            lines.add(report.setAside().size() + " files were set aside:");
            report.setAside().forEach(f -> lines.add("  " + f.path() + ": " + f.reason()));
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "All of it took %.1f s.", report.seconds()));
        return lines;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String seconds(Double seconds) {
        return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
