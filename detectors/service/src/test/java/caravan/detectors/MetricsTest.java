package caravan.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is scraped is Prometheus' text format, by its rules of naming, and bounded in its series. */
@Timeout(60)
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^{}]*})? (\\S+)");
    private static final Pattern LABELS = Pattern.compile("\\{([a-z_]+=\"(?:[^\"\\\\]|\\\\.)*\",?)*}");

    @TempDir
    private Path folder;

    @Test
    void every_line_is_well_formed_and_named_by_the_conventions() throws Exception {
        Map<String, String> types = new HashMap<>();
        Set<String> described = new HashSet<>();
        Set<String> series = new HashSet<>();
        for (String line : scrape(3)) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                assertThat(described.add(words[2])).as(line).isTrue();
            } else if (line.startsWith("# TYPE ")) {
                assertThat(types.put(words[2], words[3])).as(line).isNull();
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(2) == null
                                || LABELS.matcher(sample.group(2)).matches())
                        .as(line)
                        .isTrue();
                Double.parseDouble(sample.group(3).replace("+Inf", "Infinity"));
                assertThat(series.add(line.substring(0, line.lastIndexOf(' '))))
                        .as(line)
                        .isTrue();
                String family = types.containsKey(sample.group(1))
                        ? sample.group(1)
                        : sample.group(1).replaceAll("_(bucket|sum|count)$", "");
                assertThat(types).as(line).containsKey(family);
                assertThat(described).as(line).contains(family);
            }
        }
        types.forEach((name, type) -> {
            if (name.startsWith("caravan_")) {
                assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                assertThat(name.matches("caravan_detectors_[a-z_]+")).as(name).isTrue();
                assertThat(name.endsWith("_seconds") || !type.equals("histogram"))
                        .as(name)
                        .isTrue();
            }
        });
        assertThat(types)
                .containsEntry("caravan_detectors_event_seconds", "histogram")
                .containsEntry("caravan_detectors_predictions_total", "counter")
                .containsEntry("caravan_detectors_outliers_total", "counter")
                .containsEntry("caravan_detectors_queue", "gauge");
    }

    @Test
    void deployments_beyond_two_hundred_share_a_label() throws Exception {
        List<String> lines = scrape(230);
        assertThat(lines.stream().filter(l -> l.startsWith("caravan_detectors_predictions_total{")))
                .hasSize(201)
                .anyMatch(line -> line.contains("deployment=\"(other)\"") && line.endsWith(" 30.0"));
    }

    private List<String> scrape(int deployments) throws Exception {
        try (DetectorService service =
                DetectorService.start(Settings.of(Map.of("CARAVAN_PORT", "0", "CARAVAN_CACHE", folder.toString())))) {
            Events events = new Events(service.port());
            for (int d = 0; d < deployments; d++) {
                assertThat(events.send(Events.headers("d\"" + d), Events.seldon(Map.of(), 0.5, 0.5))
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(events.get("/metrics").headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            return events.get("/metrics").body().lines().toList();
        }
    }
}
