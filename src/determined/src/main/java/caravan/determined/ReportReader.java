package caravan.determined;

import caravan.loop.SetAside;
import caravan.loop.TrialReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A metrics report of group {@code caravan} as the loop's value. */
final class ReportReader {
    private ReportReader() {}

    static TrialReport read(JsonNode metrics) {
        JsonNode parentRight = metrics.path("parent_right");
        return new TrialReport(
                metrics.path("outcome").asText(),
                metrics.path("files").asInt(),
                metrics.path("trained").asInt(),
                metrics.path("holdout").asInt(),
                metrics.path("holdout_new").asInt(),
                metrics.path("right").asInt(),
                parentRight.isNumber() ? Optional.of(parentRight.asInt()) : Optional.empty(),
                metrics.path("child_only").asInt(),
                metrics.path("parent_only").asInt(),
                metrics.path("majority").asInt(),
                changed(metrics.path("weights_changed")),
                files(metrics.path("set_aside")),
                metrics.path("set_aside_rest").asInt(),
                files(metrics.path("used")),
                metrics.path("version_sha256").asText(""));
    }

    private static boolean changed(JsonNode value) {
        return value.isNumber() ? value.asInt() != 0 : value.asBoolean();
    }

    private static List<SetAside> files(JsonNode text) {
        List<SetAside> files = new ArrayList<>();
        if (text.isTextual() && !text.asText().isBlank()) {
            try {
                DeterminedHttp.MAPPER
                        .readTree(text.asText())
                        .forEach(f -> files.add(new SetAside(
                                f.path("path").asText(),
                                f.path("hash").asText(),
                                f.path("reason").asText())));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "the trial's report lists its files unreadably: " + e.getMessage(), e);
            }
        }
        return files;
    }
}
