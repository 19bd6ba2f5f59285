package caravan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.proto.seldon.ModelGrpc;
import caravan.proto.seldon.SeldonMessage;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.awt.Color;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadTest {
    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Map<String, String> environment;
    private String picture;

    @BeforeEach
    void prepare() throws Exception {
        environment = TinyVersion.in(folder.resolve("version")).environment(folder.resolve("cache"));
        environment.put("CARAVAN_WORKERS", "1");
        environment.put("CARAVAN_QUEUE", "2");
        picture = Base64.getEncoder().encodeToString(TinyVersion.picture(Color.RED, "png"));
    }

    @Test
    void what_does_not_fit_the_queue_is_refused_at_once_and_the_rest_answered() throws Exception {
        try (ModelServer server = ModelServer.start(Settings.of(environment))) {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                asked.add(predict(server, 60));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> answer : asked) {
                statuses.add(answer.get().statusCode());
                if (answer.get().statusCode() == 503) {
                    assertThat(answer.get().headers().firstValue("Retry-After")).hasValue("1");
                    assertThat(answer.get().body()).contains("requests are waiting already");
                }
            }

            assertThat(statuses).containsOnly(200, 503);
            assertThat(statuses.stream().filter(status -> status == 200).count())
                    .isGreaterThanOrEqualTo(3);
            assertThat(predict(server, 1).get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void over_grpc_a_full_queue_is_resource_exhausted() throws Exception {
        ListValue.Builder pictures = ListValue.newBuilder();
        for (int i = 0; i < 60; i++) {
            pictures.addValues(Value.newBuilder().setStringValue(picture));
        }
        SeldonMessage message = SeldonMessage.newBuilder()
                .setJsonData(Value.newBuilder().setListValue(pictures))
                .build();
        try (ModelServer server = ModelServer.start(Settings.of(environment))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                    .usePlaintext()
                    .build();
            List<ListenableFuture<SeldonMessage>> asked = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                asked.add(ModelGrpc.newFutureStub(channel).predict(message));
            }
            List<Status.Code> codes = new ArrayList<>();
            for (ListenableFuture<SeldonMessage> answer : asked) {
                try {
                    answer.get();
                    codes.add(Status.Code.OK);
                } catch (ExecutionException e) {
                    codes.add(Status.fromThrowable(e).getCode());
                }
            }
            channel.shutdownNow();

            assertThat(codes).containsOnly(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void a_server_that_ends_is_not_ready_first_and_answers_what_is_under_way() throws Exception {
        environment.put("CARAVAN_DRAIN_MS", "1500");
        ModelServer server = ModelServer.start(Settings.of(environment));
        CompletableFuture<HttpResponse<String>> slow = predict(server, 300);
        await().atMost(Duration.ofSeconds(10)).until(() -> busy(server));

        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        await().atMost(Duration.ofSeconds(1))
                .until(() -> get(server, "/v2/health/ready").statusCode() == 503);

        assertThat(get(server, "/health/status").statusCode()).isEqualTo(503);
        assertThat(get(server, "/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(predict(server, 1).get().statusCode())
                .as("those who do not know yet are served")
                .isEqualTo(200);
        assertThat(slow.get().statusCode()).isEqualTo(200);
        closed.get(30, TimeUnit.SECONDS);
        assertThat(predict(server, 1)).failsWithin(Duration.ofSeconds(10));
    }

    private boolean busy(ModelServer server) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.metricsPort() + "/prometheus");
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("caravan_server_busy_workers") && line.endsWith(" 1.0"));
    }

    private HttpResponse<String> get(ModelServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> predict(ModelServer server, int pictures) throws Exception {
        String body = TinyVersion.JSON.writeValueAsString(Map.of("jsonData", Collections.nCopies(pictures, picture)));
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/predict"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
