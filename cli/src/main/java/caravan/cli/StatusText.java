package caravan.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The status for people. */
record StatusText(Status status, Instant now) {
    private static final int FILES = 10;
    private static final int VERSIONS = 10;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Status.Integration integration = status.integration();
        lines.add("home    " + status.home());
        lines.add("routes  " + (integration.up() ? "UP" : "DOWN")
                + (integration.url() == null ? "" : "  " + integration.url())
                + (integration.detail().isBlank() ? "" : "  (" + integration.detail() + ")"));
        status.away().forEach(a -> lines.add("AWAY    " + a.system() + ": " + a.detail()));
        status.useCases().forEach(u -> useCase(lines, u));
        return lines;
    }

    private void useCase(List<String> lines, Status.OfUseCase useCase) {
        lines.add("");
        lines.add(useCase.name());
        line(lines, "data", data(useCase.data()));
        line(
                lines,
                "trained",
                useCase.trained() == null
                        ? "nothing yet"
                        : Names.brief(useCase.trained().commit()) + " as version "
                                + Names.brief(useCase.trained().version()));
        line(lines, "next", Names.brief(useCase.next()));
        line(lines, "training", training(useCase.experiment()));
        line(lines, "PAUSED", useCase.paused());
        line(lines, "PARKED", useCase.parked());
        if (useCase.failed() != null) {
            line(
                    lines,
                    "FAILED",
                    "experiment " + useCase.failed().experiment() + " on "
                            + Names.brief(useCase.failed().commit()) + ": "
                            + useCase.failed().reason());
        }
        deployment(lines, useCase.deployment());
        useCase.detectors().forEach(d -> line(lines, d.detector(), detector(d)));
        versions(lines, useCase.versions());
        files(
                lines,
                "set aside",
                useCase.setAside().stream()
                        .map(f -> f.path() + ": " + f.reason())
                        .toList());
        files(
                lines,
                "held",
                useCase.held().stream()
                        .map(f -> f.path() + ": version " + Names.brief(f.version()) + ", " + Names.brief(f.reason()))
                        .toList());
    }

    private static void line(List<String> lines, String what, String text) {
        if (text == null || text.isBlank()) {
            return;
        }
        List<String> parts = text.lines().toList();
        lines.add("  " + pad(what) + parts.get(0));
        parts.stream().skip(1).forEach(p -> lines.add("  " + pad("") + p));
    }

    private static String pad(String what) {
        return String.format(Locale.ROOT, "%-11s", what);
    }

    private String data(Status.Data data) {
        if (data.head() == null) {
            return data.branch() + ", no commit yet";
        }
        String waiting = data.waiting() == null || data.waiting() == 0
                ? ""
                : ", " + data.waiting() + (data.waiting() == 1 ? " commit waits" : " commits wait");
        return data.branch() + ", head " + Names.brief(data.head()) + ", " + data.state() + ", started "
                + ago(Instant.parse(data.started())) + waiting
                + (data.outcome() == null ? "" : "\n" + Names.brief(data.outcome()));
    }

    private String ago(Instant then) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s ago";
        }
        return seconds < 7200
                ? seconds / 60 + " min ago"
                : seconds < 172_800 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
    }

    private static String training(Status.Training experiment) {
        if (experiment == null) {
            return null;
        }
        return "experiment " + experiment.id() + ", " + experiment.state()
                + (experiment.progress() == null
                        ? ""
                        : String.format(Locale.ROOT, " %.0f %%", experiment.progress() * 100))
                + (experiment.commit() == null ? "" : ", commit " + Names.brief(experiment.commit()))
                + (experiment.attempt() > 1 ? ", attempt " + experiment.attempt() : "")
                + (experiment.forkedFrom() == null ? "" : ", forked from " + experiment.forkedFrom())
                + "\n" + experiment.address();
    }

    private static void deployment(List<String> lines, Status.Deployed deployment) {
        if (deployment == null) {
            line(lines, "serves", "nothing is deployed");
            return;
        }
        line(
                lines,
                "serves",
                deployment.name() + (deployment.rollout() == null ? "" : ": " + Names.brief(deployment.rollout())));
        for (Status.Slot slot : deployment.slots()) {
            line(
                    lines,
                    "  slot " + slot.slot(),
                    Names.brief(slot.version())
                            + String.format(Locale.ROOT, " at %3d %%", slot.traffic())
                            + (slot.ready() ? ", ready" : ", not ready")
                            + (slot.message().isBlank() ? "" : ": " + firstLine(slot.message())));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String detector(Status.Detector detector) {
        List<String> parts = new ArrayList<>();
        if (detector.windows() != null) {
            parts.add(detector.windows() + " windows judged, " + detector.alarms() + " alarms");
        }
        if (detector.window() != null) {
            parts.add("the next holds " + detector.fill() + " of " + detector.window());
        }
        if (detector.flagged() != null) {
            parts.add(detector.flagged() + " of " + detector.predictions() + " predictions flagged");
        }
        return String.join(", ", parts) + ", version " + Names.brief(detector.version())
                + (detector.watched().equals("outputs") ? ", on its outputs alone" : "");
    }

    private static void versions(List<String> lines, List<Status.Version> versions) {
        if (versions.isEmpty()) {
            return;
        }
        Table table = new Table("#", "version", "experiment", "files", "held-out right", "parent's", "verdict");
        int left = Math.max(0, versions.size() - VERSIONS);
        versions.stream()
                .skip(left)
                .forEach(v -> table.row(
                        String.valueOf(v.number()),
                        Names.brief(v.name()),
                        String.valueOf(v.experiment()),
                        v.files() == null ? "?" : String.valueOf(v.files()),
                        percent(v.accuracy()) + (v.holdout() == null ? "" : " of " + v.holdout()),
                        percent(v.parentAccuracy()),
                        v.withdrawn() ? "withdrawn" : v.promoted() ? "promoted" : "refused"));
        lines.add("");
        table.toString().lines().forEach(l -> lines.add("  " + l));
        if (left > 0) {
            lines.add("  and " + left + " older ones: --json lists them");
        }
    }

    private static String percent(Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static void files(List<String> lines, String what, List<String> files) {
        if (files.isEmpty()) {
            return;
        }
        line(lines, what, files.size() + (files.size() == 1 ? " file" : " files"));
        files.stream().limit(FILES).forEach(f -> line(lines, "", f));
        if (files.size() > FILES) {
            line(lines, "", "and " + (files.size() - FILES) + " more: --json lists them");
        }
    }
}
