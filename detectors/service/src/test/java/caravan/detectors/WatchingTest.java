package caravan.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchingTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Random random = new Random(3);
    private FakePachyderm pachyderm;
    private FittedVersion version;
    private DetectorService service;
    private Events events;

    @BeforeEach
    void begin() throws Exception {
        pachyderm = new FakePachyderm();
        version = new FittedVersion("v1", 1).in(pachyderm);
        Path token = Files.writeString(folder.resolve("token"), "secret");
        environment.put("CARAVAN_PORT", "0");
        environment.put("CARAVAN_PACHYDERM_ADDRESS", pachyderm.address());
        environment.put("CARAVAN_PACHYDERM_TOKEN_FILE", token.toString());
        environment.put("CARAVAN_CACHE", folder.resolve("cache").toString());
        start();
    }

    private void start() {
        service = DetectorService.start(Settings.of(environment));
        events = new Events(service.port());
    }

    @AfterEach
    void end() throws Exception {
        service.close();
        pachyderm.close();
    }

    @Test
    void predictions_that_look_like_the_reference_fill_a_window_that_has_not_drifted() throws Exception {
        JsonNode last = null;
        for (int i = 0; i < FittedVersion.WINDOW; i++) {
            assertThat(i == 0 || last.path("drift").isNull()).isTrue();
            last = Events.json(predict(0, 0.5));
        }

        assertThat(last.path("version").asText()).isEqualTo("v1");
        assertThat(last.at("/outliers/count").asInt()).isEqualTo(1);
        assertThat(last.at("/outliers/flagged").asInt()).isZero();
        assertThat(last.at("/drift/drift").asBoolean(true)).isFalse();
        assertThat(last.at("/drift/window").asInt()).isEqualTo(FittedVersion.WINDOW);
        assertThat(last.at("/drift/statistics")).hasSize(4);
        assertThat(last.at("/drift/ps")).hasSize(4);
        assertThat(last.at("/drift/mmd").asDouble())
                .isLessThan(last.at("/drift/mmdThreshold").asDouble());
        JsonNode listed = events.json("/detectors").path("detectors");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).path("detector").asText()).isEqualTo("drift");
        assertThat(listed.get(0).path("deployment").asText()).isEqualTo("dogcat");
        assertThat(listed.get(0).path("useCase").asText()).isEqualTo("dogs-and-cats");
        assertThat(listed.get(0).path("watched").asText()).isEqualTo("scores");
        assertThat(listed.get(0).path("windows").asInt()).isEqualTo(1);
        assertThat(listed.get(0).path("alarms").asInt(-1)).isZero();
        assertThat(listed.get(0).at("/window/fill").asInt(-1)).isZero();
        assertThat(listed.get(1).path("detector").asText()).isEqualTo("outlier");
        assertThat(listed.get(1).path("predictions").asInt()).isEqualTo(FittedVersion.WINDOW);
    }

    @Test
    void shifted_predictions_are_called_drift_and_foreign_ones_outliers() throws Exception {
        JsonNode last = null;
        for (int i = 0; i < FittedVersion.WINDOW; i++) {
            last = Events.json(predict(3, 1.5));
        }

        assertThat(last.at("/drift/drift").asBoolean()).isTrue();
        assertThat(last.at("/outliers/flagged").asInt()).isEqualTo(1);
        JsonNode listed = events.json("/detectors").path("detectors");
        assertThat(listed.get(0).path("alarms").asInt()).isEqualTo(1);
        assertThat(listed.get(1).path("flagged").asInt()).isEqualTo(FittedVersion.WINDOW);
        assertThat(events.get("/metrics").body())
                .contains("caravan_detectors_outliers_total{deployment=\"dogcat\",namespace=\"default\"} 10.0")
                .contains(
                        "caravan_detectors_windows_total{deployment=\"dogcat\",drift=\"true\",namespace=\"default\"} 1.0");
    }

    @Test
    void many_pictures_in_one_answer_and_structured_mode_count_likewise() throws Exception {
        double[][] projections = new double[25][];
        double[][] probabilities = new double[25][];
        double[] leftovers = new double[25];
        for (int i = 0; i < 25; i++) {
            projections[i] = gaussian(0);
            probabilities[i] = new double[] {0.9, 0.1};
        }
        leftovers[7] = 2;
        Map<String, Object> tags = new HashMap<>(version.tags(new double[0], 0));
        tags.put("projection", projections);
        tags.put("leftover", leftovers);
        tags.remove("outlier");
        Map<String, Object> event = new HashMap<>();
        Events.headers("dogcat", version).forEach((name, value) -> event.put(name.replace("ce-", ""), value));
        event.remove("Content-Type");
        event.put("datacontenttype", "application/json");
        event.put("data", Map.of("data", Map.of("ndarray", probabilities), "meta", Map.of("tags", tags)));

        HttpResponse<String> response = events.send(Map.of("Content-Type", "application/cloudevents+json"), event);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Events.json(response).at("/outliers/count").asInt()).isEqualTo(25);
        assertThat(Events.json(response).at("/outliers/flagged").asInt()).isEqualTo(1);
        JsonNode drift = events.json("/detectors").path("detectors").get(0);
        assertThat(drift.path("windows").asInt()).isEqualTo(2);
        assertThat(drift.at("/window/fill").asInt()).isEqualTo(5);
    }

    @Test
    void an_answer_in_the_open_inference_protocol_counts_likewise() throws Exception {
        Map<String, Object> parameters = new HashMap<>(version.tags(new double[0], 1.5));
        parameters.put("projection", FittedVersion.JSON.writeValueAsString(gaussian(0)));
        Map<String, Object> output =
                Map.of("name", "probabilities", "datatype", "FP32", "shape", List.of(1, 2), "data", List.of(0.2, 0.8));
        Map<String, String> headers = Events.headers("dogcat", version);
        headers.put("ce-protocol", "v2");

        HttpResponse<String> response =
                events.send(headers, Map.of("model_name", "m", "parameters", parameters, "outputs", List.of(output)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Events.json(response).at("/outliers/flagged").asInt()).isEqualTo(1);
        assertThat(events.json("/detectors")
                        .path("detectors")
                        .get(0)
                        .at("/window/fill")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void binary_tensors_behind_the_json_do_not_hide_the_scores() throws Exception {
        Map<String, Object> parameters = new HashMap<>(version.tags(new double[0], 0.1));
        parameters.put("projection", FittedVersion.JSON.writeValueAsString(gaussian(0)));
        Map<String, Object> output = Map.of(
                "name",
                "probabilities",
                "datatype",
                "FP32",
                "shape",
                List.of(1, 2),
                "parameters",
                Map.of("binary_data_size", 8));
        Map<String, String> headers = Events.headers("dogcat", version);
        headers.put("Content-Type", "application/octet-stream");

        HttpResponse<String> response = events.send(
                headers,
                FittedVersion.JSON.writeValueAsString(Map.of("parameters", parameters, "outputs", List.of(output)))
                        + "\0\0\0\0\0\0\0\0");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void a_repeated_event_is_counted_once() throws Exception {
        Map<String, String> headers = Events.headers("dogcat", version);
        Map<String, Object> answer = Events.seldon(version.tags(gaussian(0), 0.5), 0.9, 0.1);

        assertThat(Events.json(events.send(headers, answer)).path("duplicate").asBoolean(true))
                .isFalse();
        assertThat(Events.json(events.send(headers, answer)).path("duplicate").asBoolean())
                .isTrue();
        headers.put("ce-source", "http://other-pod:9000/");
        assertThat(Events.json(events.send(headers, answer)).path("duplicate").asBoolean(true))
                .isFalse();

        assertThat(events.json("/detectors")
                        .path("detectors")
                        .get(0)
                        .path("predictions")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void another_version_begins_a_window_of_its_own_and_says_so() throws Exception {
        FittedVersion second = new FittedVersion("v2", 2);
        predict(0, 0.5);
        second.in(pachyderm);
        events.send(Events.headers("dogcat", second), Events.seldon(second.tags(gaussian(0), 0.5), 0.9, 0.1));

        JsonNode listing = events.json("/detectors");

        assertThat(listing.path("detectors"))
                .hasSize(2)
                .allMatch(d -> d.path("version").asText().equals("v2"));
        assertThat(listing.at("/detectors/0/because").asText()).contains("another version");
        assertThat(listing.path("others"))
                .hasSize(2)
                .allMatch(d -> d.path("version").asText().equals("v1"));
    }

    @Test
    void a_restart_begins_a_new_window_from_the_cache_without_pachyderm() throws Exception {
        predict(0, 0.5);
        service.close();
        pachyderm.away = true;
        start();

        assertThat(predict(0, 0.5).statusCode()).isEqualTo(200);

        JsonNode drift = events.json("/detectors").path("detectors").get(0);
        assertThat(drift.at("/window/fill").asInt()).isEqualTo(1);
        assertThat(drift.path("because").asText()).contains("since this service started");
        assertThat(drift.path("watched").asText()).isEqualTo("scores");
    }

    @Test
    void a_version_is_fetched_once_and_an_away_pachyderm_is_said_and_not_asked_with_every_event() throws Exception {
        pachyderm.away = true;
        HttpResponse<String> refused = predict(0, 0.5);
        int reads = pachyderm.reads.get();
        predict(0, 0.5);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(Events.json(refused).path("error").asText()).contains("version v1 is not here yet");
        assertThat(pachyderm.reads.get()).isEqualTo(reads);
        JsonNode health = events.json("/health");
        assertThat(health.path("status").asText()).isEqualTo("UP");
        assertThat(health.at("/pachyderm/status").asText()).isEqualTo("DOWN");
    }

    @Test
    void a_version_that_was_changed_is_refused_and_names_the_file() throws Exception {
        pachyderm.files.put("/checkpoint/detectors/drift.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        HttpResponse<String> refused = predict(0, 0.5);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Events.json(refused).path("error").asText()).contains("detectors/drift.json", "SHA-256");
    }

    @Test
    void a_model_without_scores_is_watched_on_its_outputs() throws Exception {
        JsonNode last = null;
        for (int i = 0; i < 200 + 50; i++) {
            double p = random.nextDouble();
            last = Events.json(events.send(Events.headers("sklearn"), Events.seldon(Map.of(), p, 1 - p)));
        }
        assertThat(last.at("/drift/watched").asText()).isEqualTo("outputs");
        assertThat(last.at("/drift/drift").asBoolean(true)).isFalse();
        for (int i = 0; i < 50; i++) {
            double p = 0.6 + 0.4 * random.nextDouble();
            last = Events.json(events.send(Events.headers("sklearn"), Events.seldon(Map.of(), p, 1 - p)));
        }

        assertThat(last.at("/drift/drift").asBoolean()).isTrue();
        assertThat(last.at("/drift/mmd").isNull()).isTrue();
        JsonNode listed = events.json("/detectors").path("detectors");
        assertThat(listed).hasSize(2).allMatch(d -> d.path("watched").asText().equals("outputs"));
        assertThat(listed.get(0).at("/window/reference").asInt()).isEqualTo(200);
    }

    @Test
    void structured_mode_takes_base64_too() throws Exception {
        Map<String, Object> event = new HashMap<>();
        Events.headers("dogcat", version).forEach((name, value) -> event.put(name.replace("ce-", ""), value));
        event.remove("Content-Type");
        byte[] data = FittedVersion.JSON.writeValueAsBytes(Events.seldon(version.tags(gaussian(0), 0.5), 0.9, 0.1));
        event.put("data_base64", Base64.getEncoder().encodeToString(data));

        assertThat(events.send(Map.of("Content-Type", "application/cloudevents+json; charset=utf-8"), event)
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> predict(double shift, double leftover) throws Exception {
        return events.send(
                Events.headers("dogcat", version), Events.seldon(version.tags(gaussian(shift), leftover), 0.9, 0.1));
    }

    private double[] gaussian(double shift) {
        double[] row = new double[4];
        for (int c = 0; c < row.length; c++) {
            row[c] = shift + random.nextGaussian();
        }
        return row;
    }
}
