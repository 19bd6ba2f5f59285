package caravan.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every bad event is answered with what is wrong, where, and what to do; the good ones around it count. */
@Timeout(60)
class BadEventsTest {
    @TempDir
    private static Path folder;

    private static FakePachyderm pachyderm;
    private static FittedVersion version;
    private static DetectorService service;
    private static Events events;

    @BeforeAll
    static void begin() throws Exception {
        pachyderm = new FakePachyderm();
        version = new FittedVersion("v1", 1).in(pachyderm);
        service = DetectorService.start(Settings.of(Map.of(
                "CARAVAN_PORT",
                "0",
                "CARAVAN_MAX_BODY_MB",
                "1",
                "CARAVAN_PACHYDERM_ADDRESS",
                pachyderm.address(),
                "CARAVAN_CACHE",
                folder.toString())));
        events = new Events(service.port());
    }

    @AfterAll
    static void end() throws Exception {
        service.close();
        pachyderm.close();
    }

    private static Map<String, Object> good() {
        return Events.seldon(version.tags(new double[4], 0.5), 0.9, 0.1);
    }

    private static Map<String, String> headers() {
        return Events.headers("dogcat", version);
    }

    private static void refused(HttpResponse<String> response, int status, String where, String what) throws Exception {
        JsonNode body = Events.json(response);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(body.path("where").asText()).isEqualTo(where);
        assertThat(body.path("error").asText()).contains(what);
        assertThat(body.path("remedy").asText()).isNotEmpty();
        assertThat(events.send(headers(), good()).statusCode()).isEqualTo(200);
    }

    @Test
    void an_event_without_its_attributes() throws Exception {
        for (String name : List.of("ce-specversion", "ce-type", "ce-id", "ce-inferenceservicename")) {
            Map<String, String> headers = headers();
            headers.remove(name);
            refused(events.send(headers, good()), 400, name, "is missing");
        }
        Map<String, String> headers = headers();
        headers.put("ce-specversion", "7");
        refused(events.send(headers, good()), 400, "ce-specversion", "7 is not known");
    }

    @Test
    void an_event_of_another_type() throws Exception {
        Map<String, String> headers = headers();
        headers.put("ce-type", "io.seldon.serving.inference.request");
        refused(events.send(headers, good()), 422, "ce-type", "are not watched");
    }

    @Test
    void a_payload_that_is_no_answer() throws Exception {
        for (String body : List.of("", "{", "[1]", "null", "{\"data\":{\"tensor\":{\"values\":[NaN]}}}")) {
            refused(events.send(headers(), body), 400, "body", "no JSON");
        }
        Map<String, String> headers = headers();
        headers.put("Content-Type", "text/html");
        refused(events.send(headers, "<p>"), 415, "content-type", "text/html cannot be read");
        headers.put("Content-Type", "application/cloudevents-batch+json");
        refused(events.send(headers, "[]"), 415, "content-type", "batch");
        headers.put("Content-Type", "application/cloudevents+json");
        refused(events.send(headers, "[]"), 400, "body", "no JSON object");
    }

    @Test
    void an_answer_that_failed_or_has_no_numbers() throws Exception {
        refused(
                events.send(headers(), Map.of("status", Map.of("code", 400, "status", "FAILURE"))),
                422,
                "status",
                "the model failed");
        refused(events.send(headers(), Map.of("strData", "a cat")), 422, "data", "no numbers");
        refused(events.send(headers(), Map.of("data", Map.of("ndarray", List.of()))), 422, "data", "no numbers");
    }

    @Test
    void scores_that_do_not_fit() throws Exception {
        refused(send("projection", new double[3]), 422, "projection", "3 values, the reference has 4");
        refused(send("projection", "text"), 422, "meta.tags.projection", "is no list");
        refused(send("projection", List.of(1, 2, 3, "x")), 422, "meta.tags.projection", "no finite number");
        refused(send("projection", new double[2][4]), 422, "meta.tags.projection", "2 of 1 predictions");
        refused(send("leftover", "NaN"), 422, "meta.tags.leftover", "no finite number");
        refused(send("leftover", List.of(1, 2)), 422, "meta.tags.leftover", "2 of 1 predictions");
        refused(send("outlier", 1), 422, "meta.tags.outlier", "neither true nor false");
        Map<String, Object> tensor = Map.of("shape", List.of(2, 2), "values", List.of(1, 2, 3));
        refused(
                events.send(headers(), Map.of("data", Map.of("tensor", tensor))),
                422,
                "data.tensor.values",
                "3 values do not make 2 rows");
        refused(
                events.send(headers(), Map.of("data", Map.of("ndarray", new double[][] {{1, 2}, {3}}))),
                422,
                "data.ndarray",
                "differ in width");
    }

    private static HttpResponse<String> send(String tag, Object value) throws Exception {
        Map<String, Object> tags = new HashMap<>(version.tags(new double[4], 0.5));
        tags.put(tag, value);
        return events.send(headers(), Events.seldon(tags, 0.9, 0.1));
    }

    @Test
    void outputs_of_another_width_than_before() throws Exception {
        assertThat(events.send(Events.headers("narrow"), Events.seldon(Map.of(), 0.5, 0.5))
                        .statusCode())
                .isEqualTo(200);
        refused(
                events.send(Events.headers("narrow"), Events.seldon(Map.of(), 0.2, 0.3, 0.5)),
                422,
                "data",
                "3 outputs, earlier ones had 2");
    }

    @Test
    void an_answer_of_another_version_than_the_event_says() throws Exception {
        Map<String, String> headers = headers();
        headers.put("ce-caravanversionsha256", "0".repeat(64));
        refused(events.send(headers, good()), 409, "ce-caravanversionsha256", "the event names 000");
    }

    @Test
    void a_version_at_an_address_that_is_none_or_empty() throws Exception {
        Map<String, String> headers = headers();
        headers.put("ce-caravanversionuri", "s3://bucket/v1");
        headers.put("ce-caravanversionsha256", "1".repeat(64));
        Map<String, Object> tags = new HashMap<>(version.tags(new double[4], 0.5));
        tags.remove("sha256");
        Map<String, Object> answer = Events.seldon(tags, 0.9, 0.1);
        refused(events.send(headers, answer), 400, "ce-caravanversionuri", "s3://bucket/v1");
        headers.put("ce-caravanversionuri", "pachyderm://default/pets-model@v1/nowhere");
        refused(events.send(headers, answer), 422, "ce-caravanversionuri", "version v1 cannot be watched");
    }

    @Test
    void a_body_that_is_too_large_and_paths_that_are_none() throws Exception {
        refused(events.send(headers(), " ".repeat(2 << 20)), 413, "body", "larger than 1048576 bytes");
        refused(events.get("/nowhere"), 404, "path", "/nowhere");
        refused(events.get("/events"), 405, "method", "GET is not allowed");
    }

    @Test
    void a_refused_event_may_be_sent_again_once_it_is_mended() throws Exception {
        Map<String, String> headers = headers();
        assertThat(events.send(headers, Map.of("strData", "")).statusCode()).isEqualTo(422);
        HttpResponse<String> mended = events.send(headers, good());
        assertThat(Events.json(mended).path("duplicate").asBoolean(true)).isFalse();
    }
}
