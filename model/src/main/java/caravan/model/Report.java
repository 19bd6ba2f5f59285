package caravan.model;

import caravan.loop.SetAside;
import caravan.model.data.Delta;
import caravan.model.head.Comparison;
import caravan.model.master.Master;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a trial's reports. What there is no value of is left out. */
final class Report {
    private static final int LISTED = 1_000;

    private Report() {}

    /** Of group {@code caravan}, where no version was made. */
    static Map<String, Object> without(String outcome, Delta delta) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("outcome", outcome);
        values.put("files", delta.files());
        values.put("trained", delta.trained().size());
        values.put("holdout", delta.heldOut().size());
        values.put("holdout_new", delta.heldOut().size());
        List<SetAside> listed = delta.setAside().stream().limit(LISTED).toList();
        values.put("set_aside", Master.text(listed));
        values.put("set_aside_rest", delta.setAside().size() - listed.size());
        values.put("used", Master.text(delta.used().stream().limit(LISTED).toList()));
        return values;
    }

    /** Of group {@code caravan}, of a version. */
    static Map<String, Object> trained(Delta delta, int rows, Comparison comparison, int golden, String versionSha256) {
        Map<String, Object> values = without("trained", delta);
        values.put("trained", rows);
        values.put("holdout", comparison.rows());
        values.put("right", comparison.right());
        values.put("accuracy", comparison.accuracy());
        comparison.parentRight().ifPresent(r -> values.put("parent_right", r));
        comparison.parentAccuracy().ifPresent(a -> values.put("parent_accuracy", a));
        values.put("child_only", comparison.childOnly());
        values.put("parent_only", comparison.parentOnly());
        values.put("majority", comparison.majority());
        values.put("weights_changed", true);
        values.put("ece", comparison.calibrationError());
        values.put("golden", golden);
        values.put("version_sha256", versionSha256);
        return values;
    }

    /** Of group {@code validation}. */
    static Map<String, Object> validation(Comparison comparison) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("accuracy", comparison.accuracy());
        values.put("loss", comparison.loss());
        values.put("ece", comparison.calibrationError());
        comparison.parentAccuracy().ifPresent(a -> values.put("parent_accuracy", a));
        return values;
    }

    /** For people. */
    static String summary(Delta delta) {
        return delta.trained().size() + " pictures to train on, "
                + delta.heldOut().size() + " held out, " + delta.setAside().size() + " set aside, "
                + delta.used().size() + " known or twice";
    }
}
