package caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A version's lineage for people. */
record WhyText(Why why) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("version     " + why.version() + " (number " + why.number() + " of " + why.model() + ", use case "
                + why.useCase() + ")");
        lines.add("verdict     " + (why.promoted() ? "promoted: " : "refused: ") + why.verdict());
        if (why.withdrawn() != null) {
            lines.add("withdrawn   " + why.withdrawn());
        }
        lines.add("data        " + why.data() + ", "
                + (why.from() == null ? "all up to " : "after " + why.from() + " up to ") + why.to());
        lines.add("parent      " + (why.parent() == null ? "none: a first version" : why.parent()));
        if (why.holdout() != null) {
            lines.add("held out    " + holdout(why.holdout()));
        }
        lines.add("code        git tree " + orUnknown(why.code().tree()) + " at commit "
                + orUnknown(why.code().commit()) + ", image "
                + orUnknown(why.code().trial()));
        lines.add("experiment  " + why.experiment()
                + (why.forkedFrom() == null ? "" : ", forked from " + why.forkedFrom()) + "  "
                + why.experimentAddress());
        lines.add("checkpoint  " + why.checkpoint());
        lines.add("sha256      " + orUnknown(why.sha256()) + " (of its version.json)");
        lines.add("files at    "
                + (why.outputCommit() == null ? "nowhere in the output repo" : "output commit " + why.outputCommit()));
        why.missing().forEach(m -> lines.add("missing     " + m));
        lines.add("");
        files(lines);
        return lines;
    }

    private static String orUnknown(String text) {
        return text == null ? "unknown" : text;
    }

    private static String holdout(Why.Holdout holdout) {
        return share(holdout.right(), holdout.count(), holdout.accuracy())
                + (holdout.parentAccuracy() == null
                        ? ""
                        : "; its parent " + share(holdout.parentRight(), holdout.count(), holdout.parentAccuracy()));
    }

    private static String share(Integer right, int count, Double accuracy) {
        return (right == null ? "?" : right) + " of " + count + " right"
                + (accuracy == null ? "" : String.format(Locale.ROOT, " (%.1f %%)", accuracy * 100));
    }

    private void files(List<String> lines) {
        List<Why.File> own =
                why.files().stream().filter(f -> why.to().equals(f.commit())).toList();
        lines.add(own.size() + " files came with it"
                + (own.size() == why.files().size()
                        ? ""
                        : ", " + (why.files().size() - own.size()) + " with its ancestors (--json lists all)"));
        Table table = new Table("sha256", "role", "label", "path");
        own.forEach(f -> table.row(
                f.sha256() == null ? f.hash() : f.sha256(),
                f.role(),
                f.label() == null ? "-" : f.label(),
                f.archive() == null ? f.path() : f.archive() + "!" + f.path()));
        if (!table.empty()) {
            lines.addAll(table.toString().lines().toList());
        }
    }
}
