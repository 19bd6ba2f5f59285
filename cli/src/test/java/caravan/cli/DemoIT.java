package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dataset.Datasets;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The whole product as a newcomer runs it: {@code ./caravan demo}, in a home of its own. */
class DemoIT {
    private static final long MINUTES = 12;

    @TempDir
    Path folder;

    @Test
    void two_arrivals_become_two_promoted_versions_that_serve_and_are_watched() throws Exception {
        JsonNode report = demo(Map.of());
        String dataset = report.path("dataset").asText();
        System.out.println("the demo ran on the data set: " + dataset);
        assertThat(dataset).isNotEqualTo("own");
        check(report);
        if (dataset.equals("photos")) {
            assertThat(report.path("predictions").path("count").asInt()).isEqualTo(50);
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "caravan.longer",
            matches = "true",
            disabledReason = "the same walk again, on drawn pets: CI runs both")
    void where_no_photos_can_be_had_the_demo_runs_on_drawn_pets() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        copyBackbone(Installation.cache(), cache);
        Map<String, String> environment = new HashMap<>();
        environment.put(Datasets.VARIABLE, "");
        environment.put("CARAVAN_CACHE", cache.toString());
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "http.proxy");
        environment.put("GIT_CONFIG_VALUE_0", "http://127.0.0.1:9");
        JsonNode report = demo(environment);
        assertThat(report.path("dataset").asText()).isEqualTo("drawn");
        check(report);
    }

    private static void copyBackbone(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void check(JsonNode report) {
        JsonNode versions = report.path("versions");
        assertThat(versions).hasSize(2).allMatch(v -> v.path("promoted").asBoolean());
        JsonNode first = versions.path(0);
        JsonNode second = versions.path(1);
        assertThat(first.path("forkedFrom").isNull()).isTrue();
        assertThat(first.path("parent").isNull()).isTrue();
        assertThat(second.path("forkedFrom").asInt())
                .isEqualTo(first.path("experiment").asInt());
        assertThat(second.path("parent").asText()).isEqualTo(first.path("name").asText());
        assertThat(first.path("files").asInt()).isEqualTo(124);
        assertThat(second.path("files").asInt()).isEqualTo(96);
        JsonNode predictions = report.path("predictions");
        assertThat(predictions.path("correct").asDouble()
                        / predictions.path("count").asInt())
                .isGreaterThanOrEqualTo(0.94);
        assertThat(report.path("rollout").path("requests").asInt()).isPositive();
        assertThat(report.path("rollout").path("failed").asInt()).isZero();
        JsonNode unchanged = report.path("drift").path("unchanged");
        assertThat(unchanged.path("windows").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(unchanged.path("alarms").asInt()).isZero();
        JsonNode shifted = report.path("drift").path("shifted");
        assertThat(shifted.path("windows").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(shifted.path("alarms").asInt())
                .isEqualTo(shifted.path("windows").asInt());
        JsonNode pets = report.path("outliers").path("pets");
        assertThat(pets.path("flagged").asDouble() / pets.path("count").asInt()).isLessThanOrEqualTo(0.1);
        JsonNode foreign = report.path("outliers").path("foreign");
        assertThat(foreign.path("count").asInt()).isGreaterThanOrEqualTo(40);
        assertThat(foreign.path("flagged").asDouble() / foreign.path("count").asInt())
                .isGreaterThanOrEqualTo(0.85);
        assertThat(report.path("setAside")).isEmpty();
    }

    private JsonNode demo(Map<String, String> environment) throws IOException, InterruptedException {
        Path report = folder.resolve("r.json");
        Path log = folder.resolve("demo.log");
        Path home = folder.resolve("home");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty(Installation.PROPERTY), "caravan")
                                .toString(),
                        "demo",
                        "--exit",
                        "--home",
                        home.toString(),
                        "--report",
                        report.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CARAVAN_NO_BUILD", "1");
        builder.environment().putAll(environment);
        Process demo = builder.start();
        boolean ended = demo.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            demo.destroy();
            demo.waitFor(1, TimeUnit.MINUTES);
        }
        assertThat(ended && demo.exitValue() == 0)
                .as(() -> "the demo " + (ended ? "ended with " + demo.exitValue() : "did not end") + ":\n" + tell(log)
                        + "\n" + tell(home.resolve("demo/logs/integration.log")))
                .isTrue();
        System.out.println(tell(log));
        return Json.tree(Files.readAllBytes(report));
    }

    private static String tell(Path file) {
        try {
            List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of("there is no " + file);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 100), lines.size()));
        } catch (IOException e) {
            return "cannot read " + file + ": " + e.getMessage();
        }
    }
}
