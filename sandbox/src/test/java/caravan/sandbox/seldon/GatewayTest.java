package caravan.sandbox.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.proto.seldon.SeldonGrpc;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonModelMetadataRequest;
import caravan.sandbox.kubernetes.Kinds;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One deployment with a predictor that is logged and a shadow, asked in every way. */
class GatewayTest {

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static Events events;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(folder);
        events = new Events();
        cluster.create(
                Kinds.SECRET, "{metadata: {name: keys, namespace: seldon}, data: {token: c2VzYW1l, word: b3Blbg==}}");
        cluster.apply(
                """
                metadata: {name: pets, namespace: seldon}
                spec:
                  annotations: {seldon.io/rest-timeout: "5000"}
                  predictors:
                  - name: a
                    traffic: 100
                    annotations: {caravan/revision: one}
                    graph:
                      name: model
                      type: MODEL
                      logger: {mode: all, url: "%s"}
                      parameters: [{name: topK, type: INT, value: "5"}]
                    componentSpecs:
                    - spec:
                        containers:
                        - name: model
                          image: test/tiny:1
                          env:
                          - {name: ANSWER, value: one}
                          - {name: GRPC, value: "1"}
                          - {name: FILE, value: /var/run/keys/token}
                          - {name: WORD, valueFrom: {secretKeyRef: {name: keys, key: word}}}
                          readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                          lifecycle: {preStop: {exec: {command: [/bin/true]}}}
                          volumeMounts: [{name: keys, mountPath: /var/run/keys}]
                        volumes: [{name: keys, secret: {secretName: keys}}]
                  - name: s
                    shadow: true
                    traffic: 100
                    annotations: {caravan/revision: one}
                    graph: {name: shadowed, type: MODEL, logger: {mode: request, url: "%s"}}
                    componentSpecs:
                    - spec:
                        containers:
                        - name: shadowed
                          image: test/tiny:1
                          env: [{name: ANSWER, value: shadow}]
                          readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                          lifecycle: {preStop: {exec: {command: [/bin/true]}}}
                """
                        .formatted(events.url(), events.url()));
        cluster.awaitRolledOut("one", "one");
        channel = NettyChannelBuilder.forAddress("127.0.0.1", cluster.server.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        cluster.close();
        events.close();
    }

    private static SeldonGrpc.SeldonBlockingStub stub(String... headers) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < headers.length; i += 2) {
            metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
        }
        return SeldonGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .withDeadlineAfter(
                        java.time.Duration.ofSeconds(20).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private static HttpResponse<String> ask(String body, String puid, String... more) throws Exception {
        List<String> headers = new java.util.ArrayList<>(List.of("Seldon-Puid", puid));
        headers.addAll(List.of(more));
        return cluster.post(cluster.gateway("/api/v1.0/predictions"), body, headers.toArray(String[]::new));
    }

    @Test
    void request_and_response_reach_the_logger_as_cloud_events() throws Exception {
        String puid = UUID.randomUUID().toString();
        HttpResponse<String> answer = ask("{\"strData\":\"x\"}", puid);
        assertThat(answer.headers().firstValue("Seldon-Puid")).hasValue(puid);
        await().atMost(Duration.ofSeconds(10)).until(() -> events.of(puid).size() == 3);
        Events.Event request = event(puid, PayloadEvent.REQUEST, "a");
        assertThat(new String(request.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"strData\":\"x\"}");
        assertThat(request.path()).isEqualTo("/a-secret-path");
        Events.Event response = event(puid, PayloadEvent.RESPONSE, "a");
        assertThat(new String(response.payload(), StandardCharsets.UTF_8)).isEqualTo(answer.body());
        assertThat(response.headers())
                .containsEntry("ce-specversion", "1.0")
                .containsEntry("ce-modelid", "model")
                .containsEntry("ce-inferenceservicename", "pets")
                .containsEntry("ce-namespace", "seldon")
                .containsEntry("ce-endpoint", "a")
                .containsEntry("ce-protocol", "seldon")
                .containsEntry("content-type", "application/json")
                .containsKeys("ce-id", "ce-time", "ce-source");
    }

    private static Events.Event event(String puid, String type, String predictor) {
        return events.of(puid).stream()
                .filter(e ->
                        e.type().equals(type) && predictor.equals(e.headers().get("ce-endpoint")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_shadow_gets_a_copy_that_nobody_waits_for() throws Exception {
        String puid = UUID.randomUUID().toString();
        assertThat(ask("{\"strData\":\"copied\"}", puid).body()).contains("\"one\"");
        await().atMost(Duration.ofSeconds(10)).until(() -> events.of(puid).stream()
                .anyMatch(e -> "s".equals(e.headers().get("ce-endpoint"))));
        assertThat(new String(event(puid, PayloadEvent.REQUEST, "s").payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"strData\":\"copied\"}");
    }

    @Test
    void a_caller_can_keep_a_payload_out_of_the_log() throws Exception {
        String kept = UUID.randomUUID().toString();
        String skipped = UUID.randomUUID().toString();
        ask("{\"strData\":\"x\"}", skipped, "Seldon-Skip-Logging", "true");
        ask("{\"strData\":\"x\"}", kept);
        await().atMost(Duration.ofSeconds(10)).until(() -> events.of(kept).size() == 3);
        assertThat(events.of(skipped)).isEmpty();
    }

    @Test
    void a_failed_prediction_leaves_its_request_alone_and_comes_back_as_the_node_said_it() throws Exception {
        String puid = UUID.randomUUID().toString();
        HttpResponse<String> answer = ask("\"fail\"", puid);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"status\":{\"info\":\"\\u003cbad\\u003e\"}}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        await().atMost(Duration.ofSeconds(10)).until(() -> events.of(puid).size() == 2);
        assertThat(events.of(puid)).extracting(Events.Event::type).containsOnly(PayloadEvent.REQUEST);
    }

    @Test
    void feedback_metadata_and_status_have_their_paths() throws Exception {
        String puid = UUID.randomUUID().toString();
        assertThat(cluster.post(cluster.gateway("/api/v1.0/feedback"), "{\"reward\":1}", "Seldon-Puid", puid)
                        .body())
                .contains("/send-feedback");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> events.of(puid).stream().anyMatch(e -> e.type().equals(PayloadEvent.FEEDBACK)));
        assertThat(cluster.post(cluster.gateway("/api/v0.1/predictions"), "{}").statusCode())
                .isEqualTo(200);
        assertThat(cluster.get(cluster.gateway("/api/v1.0/metadata")).body())
                .isEqualTo(
                        "{\"name\":\"a\",\"models\":{\"model\":{\"name\":\"tiny\",\"platform\":\"\",\"versions\":[\"1\"]}},"
                                + "\"graphinputs\":[],\"graphoutputs\":[]}");
        assertThat(cluster.get(cluster.gateway("/api/v1.0/metadata/nope")).body())
                .isEqualTo("{\"status\":{\"code\":500,\"info\":\"Failed to find model nope\",\"status\":\"FAILURE\"}}");
        assertThat(cluster.get(cluster.gateway("/api/v1.0/status")).statusCode())
                .isEqualTo(200);
        assertThat(cluster.get(cluster.gateway("/ready")).statusCode()).isEqualTo(200);
        assertThat(cluster.get(cluster.gateway("/prometheus")).body())
                .contains("seldon_api_executor_server_requests_seconds_count{code=\"200\",deployment_name=\"pets\"");
        String bare = "http://127.0.0.1:" + cluster.server.httpPort() + "/seldon/pets/api/v1.0/predictions";
        assertThat(cluster.post(bare, "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void wrong_paths_and_methods_are_refused_as_the_executor_does() throws Exception {
        assertThat(cluster.get(cluster.gateway("/api/v1.0/predictions")).statusCode())
                .isEqualTo(405);
        HttpResponse<String> unknown = cluster.get(cluster.gateway("/health/status"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo("404 page not found\n");
        assertThat(unknown.headers().firstValue("Seldon-Puid")).isEmpty();
        assertThat(cluster.get(cluster.gateway("/v2/health/ready")).statusCode())
                .isEqualTo(404);
        HttpResponse<String> nobody = cluster.post(
                "http://127.0.0.1:" + cluster.server.httpPort() + "/seldon/seldon/cars/api/v1.0/predictions", "");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(nobody.body()).contains("no SeldonDeployment answers /seldon/seldon/cars/");
    }

    @Test
    void a_body_of_fifty_megabytes_flows_through() throws Exception {
        String body = "x".repeat(50 << 20);
        HttpResponse<String> answer = ask(body, UUID.randomUUID().toString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"bytes\":" + (50 << 20));
    }

    @Test
    void grpc_calls_find_their_deployment_by_metadata() {
        SeldonMessage request = SeldonMessage.newBuilder().setStrData("x").build();
        assertThat(stub("seldon", "pets", "namespace", "seldon")
                        .predict(request)
                        .getStrData())
                .isEqualTo("one");
        assertThat(stub("seldon", "pets", "namespace", "seldon")
                        .sendFeedback(caravan.proto.seldon.Feedback.getDefaultInstance())
                        .getStrData())
                .isEqualTo("thanks");
        assertThat(stub("seldon", "pets")
                        .modelMetadata(SeldonModelMetadataRequest.newBuilder()
                                .setName("model")
                                .build())
                        .getName())
                .isEqualTo("tiny");
        assertThat(stub("seldon", "pets")
                        .graphMetadata(com.google.protobuf.Empty.getDefaultInstance())
                        .getModelsMap())
                .containsOnlyKeys("model");
        assertThatThrownBy(() -> stub("seldon", "cars").predict(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
        assertThatThrownBy(() -> stub("seldon", "pets")
                        .predict(SeldonMessage.newBuilder().setStrData("fail").build()))
                .hasMessage("UNKNOWN: Exception calling application: bad");
    }

    @Test
    void grpc_payloads_reach_the_logger_as_protobuf() throws Exception {
        String puid = UUID.randomUUID().toString();
        SeldonMessage request = SeldonMessage.newBuilder().setStrData("x").build();
        SeldonMessage answer = stub("seldon", "pets", "namespace", "seldon", "seldon-puid", puid)
                .predict(request);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> events.of(puid).stream()
                                .filter(e -> "a".equals(e.headers().get("ce-endpoint")))
                                .count()
                        == 2);
        Events.Event response = event(puid, PayloadEvent.RESPONSE, "a");
        assertThat(response.headers()).containsEntry("content-type", "application/protobuf");
        assertThat(SeldonMessage.parseFrom(response.payload())).isEqualTo(answer);
    }

    @Test
    void secrets_arrive_as_variables_and_as_files_of_this_machine() throws Exception {
        assertThat(ask("\"file\"", UUID.randomUUID().toString()).body()).contains("sesame");
        String pod = cluster.pods().stream()
                .map(p -> p.path("metadata").path("name").asText())
                .filter(n -> n.startsWith("pets-a-"))
                .findFirst()
                .orElseThrow();
        assertThat(environment(pod, "WORD")).isEqualTo("open");
        assertThat(environment(pod, "PREDICTIVE_UNIT_PARAMETERS"))
                .isEqualTo("[{\"name\":\"topK\",\"value\":\"5\",\"type\":\"INT\"}]");
        assertThat(environment(pod, "SELDON_DEPLOYMENT_ID")).isEqualTo("pets");
        assertThat(environment(pod, "CARAVAN_HOST")).isEqualTo("127.0.0.1");
    }

    private static String environment(String pod, String variable) throws Exception {
        int port = cluster.server
                .kubelet()
                .ready("seldon", java.util.Map.of("seldon-app", "pets-a"))
                .get(0)
                .port("model", "http")
                .getAsInt();
        return cluster.get("http://127.0.0.1:" + port + "/env?" + variable).body();
    }
}
