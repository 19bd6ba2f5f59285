package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report REPORT = new Report(
            List.of(new Report.Version(
                    "c1",
                    1,
                    1,
                    null,
                    null,
                    124,
                    new Report.Holdout(32, 0.97, null),
                    true,
                    new Report.Seconds(0.5, 9.0, 4.0))),
            new Report.Predictions(50, 49),
            new Report.Rollout(100, 0),
            new Report.Drift(new Report.Windows(20, 0), new Report.Windows(6, 6)),
            new Report.Outliers(new Report.Flags(50, 2), new Report.Flags(48, 47)),
            List.of(new Report.Aside("/data/x.jpg", "no picture")),
            "photos",
            61.5);

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void the_json_has_the_keys_that_others_rely_on() throws Exception {
        JsonNode json = Json.tree(Json.write(REPORT));
        assertThat(keys(json))
                .containsExactly(
                        "versions", "predictions", "rollout", "drift", "outliers", "setAside", "dataset", "seconds");
        JsonNode version = json.path("versions").path(0);
        assertThat(keys(version))
                .containsExactly(
                        "name",
                        "number",
                        "experiment",
                        "forkedFrom",
                        "parent",
                        "files",
                        "holdout",
                        "promoted",
                        "seconds");
        assertThat(version.path("forkedFrom").isNull()).isTrue();
        assertThat(version.path("parent").isNull()).isTrue();
        assertThat(keys(version.path("holdout"))).containsExactly("count", "accuracy", "parentAccuracy");
        assertThat(keys(version.path("seconds"))).containsExactly("commitToExperiment", "experiment", "doneToServing");
        assertThat(keys(json.path("drift").path("shifted"))).containsExactly("windows", "alarms");
        assertThat(keys(json.path("outliers").path("foreign"))).containsExactly("count", "flagged");
    }

    @Test
    void the_summary_tells_every_number() {
        assertThat(String.join("\n", new DemoSummary(REPORT).lines()))
                .contains("97.0 % of 32", "49 right", "100 requests", "0 failed", "6 called drift", "47 flagged")
                .contains("/data/x.jpg: no picture")
                .contains("61.5 s");
    }
}
