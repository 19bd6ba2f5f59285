package caravan.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.model.TrialException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private record Request(String line, String token, JsonNode body) {}

    private record Reply(int status, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> replies = new HashMap<>();
    private volatile String drop = "none";
    private volatile boolean preempt;
    private HttpServer server;
    private Master master;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        master = new Master(TrialEnvironment.of(Map.of(
                "DET_MASTER", "http://localhost:" + server.getAddress().getPort(),
                "DET_SESSION_TOKEN", "allocation-token",
                "DET_USER_TOKEN", "user-token",
                "DET_TRIAL_ID", "4",
                "DET_TRIAL_RUN_ID", "2",
                "DET_TASK_ID", "3.t",
                "DET_ALLOCATION_ID", "3.t.2",
                "DET_EXPERIMENT_CONFIG", "{\"checkpoint_storage\":{\"type\":\"directory\"}}",
                "CARAVAN_BACKBONE", "/backbone.onnx")));
    }

    @AfterEach
    void stop() {
        master.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        if (line.endsWith("/signals/preemption")) {
            reply(exchange, new Reply(200, "{\"preempt\":" + preempt + "}"));
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        String token = exchange.getRequestHeaders().getFirst("Grpc-Metadata-x-allocation-token");
        requests.add(new Request(
                line,
                token == null ? exchange.getRequestHeaders().getFirst("Authorization") : token,
                body.length == 0 ? null : JSON.readTree(body)));
        if (line.equals(drop)) {
            drop = "none";
            exchange.close();
            return;
        }
        reply(exchange, replies.getOrDefault(line, new Reply(200, "{}")));
    }

    private static void reply(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body.getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(reply.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Path checkpoint() throws IOException {
        Files.createDirectories(folder.resolve("golden"));
        Files.write(folder.resolve("golden/0.jpg"), new byte[3]);
        Files.write(folder.resolve("version.json"), new byte[5]);
        return folder;
    }

    @Test
    void metrics_carry_the_trials_and_the_runs_number() {
        master.metrics("validation", 300, Map.of("accuracy", 0.9));
        Request request = requests.get(0);
        assertThat(request.line).isEqualTo("POST /api/v1/trials/4/metrics");
        assertThat(request.token).isEqualTo("Bearer allocation-token");
        assertThat(request.body)
                .hasToString("{\"group\":\"validation\",\"metrics\":{\"metrics\":{\"avgMetrics\":{\"accuracy\":0.9}},"
                        + "\"trialId\":4,\"trialRunId\":2,\"stepsCompleted\":300}}");
    }

    @Test
    void a_checkpoint_names_its_files_its_steps_and_the_storage() throws IOException {
        replies.put("POST /api/v1/runs/start", new Reply(200, "{\"storageId\":9}"));
        master.start();
        master.checkpoint("uuid", checkpoint(), Map.of("steps_completed", 300));
        JsonNode body = requests.get(1).body;
        assertThat(body.path("metadata").path("steps_completed").isInt()).isTrue();
        assertThat(body.path("storageId").asInt()).isEqualTo(9);
        assertThat(body.path("state").asText()).isEqualTo("STATE_COMPLETED");
        assertThat(body.path("resources"))
                .hasToString("{\"golden/\":\"0\",\"golden/0.jpg\":\"3\",\"version.json\":\"5\"}");
    }

    @Test
    void a_report_whose_answer_is_lost_is_sent_again() {
        drop = "POST /api/v1/trials/4/metrics";
        master.metrics("training", 1, Map.of("loss", 1.0));
        assertThat(requests).hasSize(2);
    }

    @Test
    void a_checkpoint_whose_answer_is_lost_is_looked_for_before_it_is_reported_again() throws IOException {
        drop = "POST /api/v1/checkpoints";
        replies.put("GET /api/v1/checkpoints/uuid", new Reply(200, "{}"));
        master.checkpoint("uuid", checkpoint(), Map.of("steps_completed", 1));
        assertThat(requests)
                .extracting(Request::line)
                .containsExactly("POST /api/v1/checkpoints", "GET /api/v1/checkpoints/uuid");
    }

    @Test
    void a_refusal_is_not_repeated_and_says_what_the_master_says() {
        replies.put("POST /api/v1/trials/4/metrics", new Reply(500, "invalid run id, 2 (reported) != 3 (expected)"));
        assertThatThrownBy(() -> master.metrics("training", 1, Map.of("loss", 1.0)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("metrics of group training")
                .hasMessageContaining("HTTP 500 invalid run id");
        assertThat(requests).hasSize(1);
    }

    @Test
    void progress_that_is_not_taken_is_no_failure() {
        replies.put("POST /api/v1/trials/4/progress", new Reply(500, "no"));
        master.progress(0.5);
        assertThat(requests.get(0).body).hasToString("{\"progress\":0.5,\"is_raw\":true}");
    }

    @Test
    void the_wish_to_stop_is_heard_and_acknowledged_with_an_empty_body() {
        assertThat(master.preempted()).isFalse();
        preempt = true;
        master.start();
        await().until(master::preempted);
        master.acknowledgePreemption();
        Request last = requests.get(requests.size() - 1);
        assertThat(last.line).isEqualTo("POST /api/v1/allocations/3.t.2/signals/ack_preemption");
        assertThat(last.body).isNull();
    }

    @Test
    void a_checkpoint_is_downloaded_as_the_user() throws IOException {
        replies.put("GET /checkpoints/uuid", new Reply(200, tar("golden/0.jpg")));
        master.download("uuid", folder);
        assertThat(folder.resolve("golden/0.jpg")).hasContent("x");
        assertThat(requests.get(0).token).isEqualTo("Bearer user-token");
    }

    @Test
    void a_checkpoint_is_not_unpacked_out_of_its_folder() throws IOException {
        replies.put("GET /checkpoints/uuid", new Reply(200, tar("../escaped.jpg")));
        Path inner = Files.createDirectory(folder.resolve("inner"));
        assertThatThrownBy(() -> master.download("uuid", inner))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("leads out of its folder");
        assertThat(folder.resolve("escaped.jpg")).doesNotExist();
    }

    private static String tar(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(1);
            tar.putArchiveEntry(entry);
            tar.write('x');
            tar.closeArchiveEntry();
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void no_token_stands_in_what_is_said_of_the_environment() {
        assertThat(TrialEnvironment.of(Map.of(
                                "DET_MASTER", "http://m",
                                "DET_SESSION_TOKEN", "s3cret",
                                "DET_USER_TOKEN", "s3cret",
                                "DET_TRIAL_ID", "4",
                                "DET_TRIAL_RUN_ID", "2",
                                "DET_TASK_ID", "t",
                                "DET_ALLOCATION_ID", "a",
                                "DET_EXPERIMENT_CONFIG", "{}",
                                "CARAVAN_BACKBONE", "b"))
                        .toString())
                .doesNotContain("s3cret");
    }
}
