package caravan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.engine.PictureTensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceRestTest {
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
        server = ModelServer.start(Settings.of(environment));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void health_and_metadata_are_answered() throws Exception {
        assertThat(get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/v2/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/v2/models/model-a/ready").statusCode()).isEqualTo(200);
        assertThat(get("/v2/models/dogcat-deploy/versions/v1/ready").statusCode())
                .isEqualTo(200);
        assertThat(json(get("/v2")).get("extensions")).hasToString("[\"binary_tensor_data\"]");
        JsonNode model = json(get("/v2/models/model-a"));
        assertThat(model.get("versions")).hasToString("[\"v1\"]");
        assertThat(model.at("/inputs/0/shape")).hasToString("[-1,3,224,224]");
        assertThat(model.at("/outputs/0/shape")).hasToString("[-1,2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v2/models/model-a/infer", "/v2/models/infer", "/v2/models/dogcat-deploy/versions/v1/infer"})
    void picture_files_as_text_are_scored(String path) throws Exception {
        String red = Base64.getEncoder().encodeToString(TinyVersion.picture(Color.RED, "jpg"));
        String blue = Base64.getEncoder().encodeToString(TinyVersion.picture(Color.BLUE, "png"));

        JsonNode answer = json(post(
                path,
                Map.of(
                        "id",
                        "7",
                        "inputs",
                        List.of(Map.of(
                                "name",
                                "file",
                                "datatype",
                                "BYTES",
                                "shape",
                                List.of(2),
                                "data",
                                List.of(red, blue))))));

        assertThat(answer.get("id").asText()).isEqualTo("7");
        assertThat(answer.get("model_version").asText()).isEqualTo("v1");
        assertThat(answer.at("/outputs/0/name").asText()).isEqualTo("probabilities");
        assertThat(answer.at("/outputs/0/shape")).hasToString("[2,2]");
        assertThat(answer.at("/outputs/1/data")).hasToString("[\"cat\",\"dog\"]");
        assertThat(answer.at("/parameters/label").asText()).isEqualTo("[\"cat\",\"dog\"]");
        assertThat(answer.at("/parameters/sha256").asText()).isEqualTo(version.sha256());
    }

    @Test
    void tensors_as_numbers_are_scored_for_the_outputs_that_are_asked_for() throws Exception {
        float[] values = PictureTensor.of(TinyVersion.picture(Color.RED, "png"));

        JsonNode answer = json(post(
                "/v2/models/model-a/infer",
                Map.of(
                        "inputs",
                                List.of(Map.of(
                                        "name",
                                        "picture",
                                        "datatype",
                                        "FP32",
                                        "shape",
                                        List.of(1, 3, 224, 224),
                                        "data",
                                        values)),
                        "outputs",
                                List.of(
                                        Map.of("name", "leftover"),
                                        Map.of("name", "outlier"),
                                        Map.of("name", "projection")))));

        assertThat(answer.at("/outputs/0/data/0").asDouble()).isCloseTo(1, within(0.05));
        assertThat(answer.at("/outputs/1/data/0").asBoolean(true)).isFalse();
        assertThat(answer.at("/outputs/2/shape")).hasToString("[1,3]");
        assertThat(answer.at("/parameters/outlier").isBoolean()).isTrue();
        assertThat(TinyVersion.JSON.readTree(answer.at("/parameters/projection").asText()))
                .hasSize(3);
    }

    @Test
    void binary_tensors_come_behind_the_json_and_go_back_so() throws Exception {
        byte[] blue = TinyVersion.picture(Color.BLUE, "jpg");
        float[] values = PictureTensor.of(blue);
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        ByteBuffer element = ByteBuffer.allocate(4 + blue.length).order(ByteOrder.LITTLE_ENDIAN);
        element.putInt(blue.length).put(blue);

        for (byte[] binary : List.of(raw.array(), element.array())) {
            boolean tensor = binary == raw.array();
            HttpResponse<byte[]> answer = binary(
                    Map.of(
                            "parameters", Map.of("binary_data_output", true),
                            "inputs",
                                    List.of(Map.of(
                                            "name",
                                            "x",
                                            "datatype",
                                            tensor ? "FP32" : "BYTES",
                                            "shape",
                                            tensor ? List.of(1, 3, 224, 224) : List.of(1),
                                            "parameters",
                                            Map.of("binary_data_size", binary.length)))),
                    binary);

            assertThat(answer.statusCode()).isEqualTo(200);
            int head = Integer.parseInt(answer.headers()
                    .firstValue("Inference-Header-Content-Length")
                    .orElseThrow());
            JsonNode json = TinyVersion.JSON.readTree(Arrays.copyOf(answer.body(), head));
            assertThat(json.at("/outputs/0/parameters/binary_data_size").asInt())
                    .isEqualTo(8);
            ByteBuffer behind = ByteBuffer.wrap(answer.body(), head, answer.body().length - head)
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(behind.getFloat()).isEqualTo(version.scores(blue).probabilities()[0]);
            assertThat(behind.getFloat()).isGreaterThan(0.5f);
            assertThat(behind.getInt()).isEqualTo(3);
            assertThat(new String(
                            answer.body(), behind.arrayOffset() + behind.position(), 3, StandardCharsets.US_ASCII))
                    .isEqualTo("dog");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v2/models/other/infer | 404 | no such model",
                "/v2/models/model-a/versions/v9/infer | 404 | no such version",
                "/v2/nothing | 404 | nothing is served",
                "/v2/models/model-a/infer | 400 | send one input"
            })
    void a_refusal_has_the_protocols_shape(String path, int status, String error) throws Exception {
        HttpResponse<String> answer = post(path, Map.of("inputs", List.of()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(TinyVersion.JSON.readTree(answer.body()).get("error").asText())
                .contains(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FP32  | [1,2]         | [1,2]      | send [n, 3, 224, 224]",
                "INT8  | [1]           | [1]        | datatype INT8",
                "BYTES | [2]           | [\"aGk=\"] | but 1 elements",
                "BYTES | [1]           | [\"aGk=\"] | not a JPEG",
                "FP32  | [1]           | [\"aGk=\"] | no data of its datatype"
            })
    void a_wrong_tensor_is_refused_with_its_reason(String datatype, String shape, String data, String error)
            throws Exception {
        HttpResponse<String> answer = post(
                "/v2/models/model-a/infer",
                Map.of(
                        "inputs",
                        List.of(Map.of(
                                "name",
                                "x",
                                "datatype",
                                datatype,
                                "shape",
                                TinyVersion.JSON.readTree(shape),
                                "data",
                                TinyVersion.JSON.readTree(data)))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TinyVersion.JSON.readTree(answer.body()).get("error").asText())
                .contains(error);
    }

    @Test
    void binary_sizes_that_do_not_add_up_are_refused() throws Exception {
        HttpResponse<byte[]> answer = binary(
                Map.of(
                        "inputs",
                        List.of(Map.of(
                                "name",
                                "x",
                                "datatype",
                                "FP32",
                                "shape",
                                List.of(1),
                                "parameters",
                                Map.of("binary_data_size", 99)))),
                new byte[8]);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("8 bytes are left");
    }

    private static HttpResponse<byte[]> binary(Map<String, ?> head, byte[] behind) throws Exception {
        byte[] json = TinyVersion.JSON.writeValueAsBytes(head);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        body.writeBytes(behind);
        return HTTP.send(
                request("/v2/models/model-a/infer")
                        .header("Content-Type", "application/octet-stream")
                        .header("Inference-Header-Content-Length", String.valueOf(json.length))
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> post(String path, Map<String, ?> message) throws Exception {
        return HTTP.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(TinyVersion.JSON.writeValueAsString(message)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TinyVersion.JSON.readTree(answer.body());
    }
}
