package caravan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.engine.PictureTensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeldonRestTest {
    @TempDir
    private static Path folder;

    private static TinyVersion version;
    private static ModelServer server;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void serve() throws Exception {
        version = TinyVersion.in(folder.resolve("version"));
        Map<String, String> environment = version.environment(folder.resolve("cache"));
        environment.put("CARAVAN_LOGGING", "true");
        environment.put("CARAVAN_MAX_BODY_MB", "8");
        server = ModelServer.start(Settings.of(environment));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void a_picture_as_binData_is_answered_with_a_tensor_and_the_versions_scores() throws Exception {
        byte[] red = TinyVersion.picture(Color.RED, "jpg");

        JsonNode answer = ok(post(Map.of("binData", base64(red))));

        assertThat(answer.at("/data/names")).hasToString("[\"cat\",\"dog\"]");
        assertThat(answer.at("/data/tensor/shape")).hasToString("[1,2]");
        assertThat(answer.at("/data/tensor/values/0").floatValue())
                .isEqualTo(version.scores(red).probabilities()[0]);
        JsonNode tags = answer.at("/meta/tags");
        assertThat(tags.get("version").asText()).isEqualTo("v1");
        assertThat(tags.get("sha256").asText()).isEqualTo(version.sha256());
        assertThat(tags.get("label").asText()).isEqualTo("cat");
        assertThat(tags.get("outlier").isBoolean()).isTrue();
        assertThat(tags.get("outlier").asBoolean()).isFalse();
        assertThat(tags.get("leftover").isNumber()).isTrue();
        assertThat(tags.get("projection")).hasSize(3);
        assertThat(answer.at("/meta/requestPath/model-a").asText()).isEqualTo("caravan/server:0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif"})
    void a_picture_is_read_whatever_its_format_and_wherever_it_is_put(String format) throws Exception {
        String blue = base64(TinyVersion.picture(Color.BLUE, format));

        for (Map<String, ?> message : List.of(
                Map.of("binData", blue),
                Map.of("strData", blue),
                Map.of("strData", "data:image/" + format + ";base64," + blue),
                Map.of("jsonData", Map.of("pictures", List.of(blue))),
                Map.of("jsonData", Map.of("picture", blue)),
                Map.of("data", Map.of("ndarray", List.of(blue))))) {
            assertThat(ok(post(message)).at("/meta/tags/label").asText()).isEqualTo("dog");
        }
    }

    @Test
    void the_answer_has_the_kind_and_the_meta_of_the_request() throws Exception {
        List<?> channels = List.of(plane(10), plane(20), plane(200));

        JsonNode answer = ok(post(Map.of(
                "data", Map.of("names", List.of("a"), "ndarray", List.of(channels, channels)),
                "meta",
                        Map.of(
                                "puid", "P1",
                                "tags", Map.of("x", 1, "version", "forged"),
                                "requestPath", Map.of("up", "image"),
                                "routing", Map.of("r", 0)))));

        assertThat(answer.at("/data/ndarray")).hasSize(2);
        assertThat(answer.at("/data/ndarray/1/1").asDouble()).isGreaterThan(0.5);
        assertThat(answer.at("/data").has("tensor")).isFalse();
        assertThat(answer.at("/meta/puid").asText()).isEqualTo("P1");
        assertThat(answer.at("/meta/tags/x").asInt()).isEqualTo(1);
        assertThat(answer.at("/meta/tags/version").asText()).isEqualTo("v1");
        assertThat(answer.at("/meta/tags/label")).hasToString("[\"dog\",\"dog\"]");
        assertThat(answer.at("/meta/requestPath/up").asText()).isEqualTo("image");
        assertThat(answer.at("/meta").has("routing")).isFalse();
    }

    @Test
    void a_tensor_of_a_picture_gives_what_the_picture_gives() throws Exception {
        byte[] red = TinyVersion.picture(new Color(200, 30, 90), "png");
        float[] values = PictureTensor.of(red);

        JsonNode answer =
                ok(post(Map.of("data", Map.of("tensor", Map.of("shape", List.of(1, 3, 224, 224), "values", values)))));

        assertThat(answer.at("/data/tensor/values/0").floatValue())
                .isCloseTo(version.scores(red).probabilities()[0], within(1e-6f));
    }

    @Test
    void forms_are_read_urlencoded_in_the_query_and_multipart() throws Exception {
        String message = "{\"strData\":\"" + base64(TinyVersion.picture(Color.BLUE, "png")) + "\"}";
        String encoded = "json=" + URLEncoder.encode(message, StandardCharsets.UTF_8);

        assertThat(label(send(request("/predict")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encoded)))))
                .isEqualTo("dog");
        assertThat(label(send(request("/predict?" + encoded).GET()))).isEqualTo("dog");
        assertThat(label(multipart("binData", "cat.png", TinyVersion.picture(Color.RED, "png"))))
                .isEqualTo("cat");
        assertThat(label(multipart("picture", "cat.jpg", TinyVersion.picture(Color.RED, "jpg"))))
                .isEqualTo("cat");
        assertThat(label(multipart(
                        "strData",
                        null,
                        base64(TinyVersion.picture(Color.BLUE, "jpg")).getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("dog");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"binData\":\"aGVsbG8=\"}                                    | not a JPEG, PNG, GIF or WebP",
                "{\"binData\":\"\"}                                            | the file is empty",
                "{\"binData\":\"%%%\"}                                         | binData is not base64",
                "{\"strData\":\"\"}                                            | the file is empty",
                "{\"jsonData\":{\"a\":1}}                                      | jsonData holds no pictures",
                "{\"data\":{\"ndarray\":[[1,2]]}}                              | shape is [1, 2]; send [n, 3, 224, 224]",
                "{\"data\":{\"ndarray\":[[1,2],[3]]}}                          | differ in length",
                "{\"data\":{\"ndarray\":[]}}                                   | shape is [0]",
                "{\"data\":{\"tensor\":{\"shape\":[3],\"values\":[1,2]}}}      | shape is [3]",
                "{\"data\":{\"tensor\":{\"shape\":[1,3,224,224],\"values\":[1]}}} | does not go with its 1 values",
                "{\"data\":{\"tftensor\":{}}}                                  | data.tftensor is not read",
                "{\"data\":{}}                                                 | neither tensor nor ndarray",
                "{\"foo\":1}                                                   | Invalid request data type",
                "[1,2]                                                         | Invalid request data type",
                "{bad                                                          | Can't find JSON in data",
                "''                                                            | Can't find JSON in data"
            })
    void what_is_no_picture_is_refused_with_its_reason(String body, String info) throws Exception {
        HttpResponse<String> answer = postText(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode status = TinyVersion.JSON.readTree(answer.body()).get("status");
        assertThat(status.get("info").asText()).contains(info);
        assertThat(status.get("code").asInt()).isEqualTo(-1);
        assertThat(status.get("status").asInt()).isEqualTo(1);
        assertThat(status.get("reason").asText()).isEqualTo("MICROSERVICE_BAD_DATA");
    }

    @Test
    void values_that_no_picture_has_are_refused() throws Exception {
        for (String value : List.of("NaN", "-1", "256", "Infinity")) {
            String body = "{\"data\":{\"tensor\":{\"shape\":[3,224,224],\"values\":["
                    + String.join(",", Collections.nCopies(PictureTensor.LENGTH - 1, "7")) + "," + value + "]}}}";
            HttpResponse<String> answer = postText(body);
            assertThat(answer.statusCode()).as(value).isEqualTo(400);
            assertThat(answer.body()).contains(value.equals("NaN") ? "not a number" : "outside 0..255");
        }
    }

    @Test
    void a_cut_picture_is_refused_and_says_which_of_many() throws Exception {
        byte[] red = TinyVersion.picture(Color.RED, "jpg");
        String cut = base64(Arrays.copyOf(red, red.length / 2));

        HttpResponse<String> answer = post(Map.of("jsonData", List.of(base64(red), cut)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("picture 1: the JPEG file is truncated");
    }

    @Test
    void a_body_beyond_the_limit_is_refused_with_the_limit() throws Exception {
        HttpResponse<String> answer = send(request("/predict")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[50 << 20])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("larger than 8 MiB");
        ByteArrayOutputStream unknownLength = new ByteArrayOutputStream();
        unknownLength.writeBytes(new byte[9 << 20]);
        HttpResponse<String> chunked = send(request("/predict")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(unknownLength.toByteArray()))));
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"GET,/nope,404", "GET,/api/v1.0/predictions,405", "PUT,/predict,405", "POST,/health/ping,405"})
    void an_unknown_path_or_method_is_refused_in_the_same_shape(String method, String path, int status)
            throws Exception {
        HttpResponse<String> answer = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(TinyVersion.JSON.readTree(answer.body()).at("/status/code").asInt())
                .isEqualTo(-1);
    }

    @Test
    void another_content_type_is_refused() throws Exception {
        HttpResponse<String> answer =
                send(request("/predict").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void feedback_is_counted_and_checked() throws Exception {
        HttpResponse<String> answer =
                postText("/api/v1.0/feedback", "{\"request\":{\"data\":{\"ndarray\":[[1]]}},\"reward\":0.5}");

        assertThat(ok(answer).at("/data/ndarray")).isEmpty();
        assertThat(ok(postText("/send-feedback", "{\"reward\":1}")).at("/data/tensor/shape"))
                .hasToString("[0]");
        assertThat(postText("/send-feedback", "{\"bogus\":1}").statusCode()).isEqualTo(400);
        assertThat(metrics())
                .contains("seldon_api_model_feedback_total{deployment_name=\"dogcat-deploy\"")
                .containsPattern("seldon_api_model_feedback_reward_total\\{.*\\} 1.5");
    }

    @Test
    void health_and_metadata_name_the_version() throws Exception {
        assertThat(send(request("/health/ping").GET()).body()).isEqualTo("pong");
        assertThat(ok(send(request("/health/status").GET())).get("strData").asText())
                .isEqualTo("healthy");
        JsonNode metadata = ok(send(request("/metadata").GET()));
        assertThat(metadata.get("name").asText()).isEqualTo("caravan/server");
        assertThat(metadata.get("versions")).hasToString("[\"v1\"]");
        assertThat(metadata.at("/custom/sha256").asText()).isEqualTo(version.sha256());
        assertThat(ok(send(request("/seldon.json").GET()))
                        .at("/paths/~1predict/post")
                        .isObject())
                .isTrue();
    }

    @Test
    void what_is_not_a_models_business_answers_as_the_wrapper_does() throws Exception {
        assertThat(postText("/route", "{}").body()).contains("Route not defined");
        assertThat(postText("/aggregate", "[]").body()).contains("Aggregate not defined");
        assertThat(ok(postText("/transform-input", "{\"strData\":\"s\"}"))
                        .get("strData")
                        .asText())
                .isEqualTo("s");
    }

    @Test
    void metrics_carry_seldons_labels() throws Exception {
        ok(post(Map.of("binData", base64(TinyVersion.picture(Color.RED, "jpg")))));

        assertThat(metrics())
                .contains("model_name=\"model-a\"", "predictor_name=\"a\"", "image_version=\"0.1\"")
                .containsPattern("caravan_server_request_seconds_count\\{code=\"200\".*method=\"predict\"")
                .contains("caravan_server_queue{");
    }

    private static String metrics() throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.metricsPort() + "/prometheus"))
                                .timeout(java.time.Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static List<?> plane(int value) {
        return Collections.nCopies(PictureTensor.SIDE, Collections.nCopies(PictureTensor.SIDE, value));
    }

    private static String label(HttpResponse<String> answer) throws Exception {
        return ok(answer).at("/meta/tags/label").asText();
    }

    private static JsonNode ok(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TinyVersion.JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(Map<String, ?> message) throws Exception {
        return postText(TinyVersion.JSON.writeValueAsString(message));
    }

    private static HttpResponse<String> postText(String body) throws Exception {
        return postText("/api/v1.0/predictions", body);
    }

    private static HttpResponse<String> postText(String path, String body) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> multipart(String name, String file, byte[] content) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String type = file == null ? "" : "; filename=\"" + file + "\"\r\nContent-Type: application/octet-stream";
        body.writeBytes(("--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"" + type + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.US_ASCII));
        return send(request("/predict")
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .timeout(java.time.Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
