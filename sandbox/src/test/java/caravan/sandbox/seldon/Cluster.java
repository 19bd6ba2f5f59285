package caravan.sandbox.seldon;

import static org.awaitility.Awaitility.await;

import caravan.sandbox.Images;
import caravan.sandbox.Listener;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Write;
import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A store, a node and Seldon, with the tiny model as image {@code test/tiny}. */
final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "seldon";
    private static final Write WRITE = Write.by("test");
    private static final YAMLMapper YAML = new YAMLMapper();

    final ObjectStore store;
    final SeldonServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    Cluster(Path folder) {
        this.store = ObjectStore.open(folder.resolve("store"));
        store.ensureNamespace(NAMESPACE);
        try {
            this.server = SeldonServer.start(Listener.any(), Listener.any(), store, folder.resolve("node"), images());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Images images() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                TinyModel.class.getName());
        return new Images(Map.of("test/tiny", new Images.Image(List.of(), command, Map.of())));
    }

    /** One predictor of a manifest. */
    static String predictor(String name, int traffic, String answer, String more) {
        return """
                - name: %s
                  traffic: %d
                  annotations: {caravan/revision: %s}
                  graph: {name: %s-model, type: MODEL}
                  componentSpecs:
                  - spec:
                      terminationGracePeriodSeconds: 10
                      containers:
                      - name: %s-model
                        image: test/tiny:1
                        env: [{name: ANSWER, value: %s}]
                        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                        lifecycle: {preStop: {exec: {command: [/bin/true]}}}
                %s"""
                .formatted(name, traffic, answer, name, name, answer, more.indent(2));
    }

    static String manifest(String... predictors) {
        return """
                apiVersion: machinelearning.seldon.io/v1
                kind: SeldonDeployment
                metadata: {name: pets, namespace: seldon}
                spec:
                  predictors:
                """
                + String.join("", predictors).indent(2);
    }

    ObjectNode apply(String manifest) {
        try {
            ObjectNode object = (ObjectNode) YAML.readTree(manifest);
            Meta meta = Meta.of(object);
            if (store.get(Kinds.SELDON_DEPLOYMENT, meta.namespace(), meta.name())
                    .isEmpty()) {
                return store.create(Kinds.SELDON_DEPLOYMENT, object, WRITE);
            }
            return store.modify(
                    Kinds.SELDON_DEPLOYMENT,
                    meta.namespace(),
                    meta.name(),
                    Part.MAIN,
                    now -> {
                        now.set("spec", object.get("spec"));
                        return now;
                    },
                    WRITE);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    ObjectNode create(caravan.sandbox.kubernetes.Kind kind, String yaml) {
        try {
            return store.create(kind, (ObjectNode) YAML.readTree(yaml), WRITE);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    JsonNode status() {
        return store.get(Kinds.SELDON_DEPLOYMENT, NAMESPACE, "pets")
                .map(o -> o.path("status"))
                .orElseThrow();
    }

    List<ObjectNode> deployments() {
        return store.list(Kinds.DEPLOYMENT, Selection.in(NAMESPACE)).items();
    }

    List<ObjectNode> pods() {
        return store.list(Kinds.POD, Selection.in(NAMESPACE)).items();
    }

    /** As our integration judges it: every Deployment is of these revisions, observed, and has exactly its pods. */
    void awaitRolledOut(String... revisions) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> deployments().size() == revisions.length
                        && deployments().stream().allMatch(d -> rolledOut(d, List.of(revisions))));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> status().path("state").asText().equals("Available"));
    }

    private static boolean rolledOut(ObjectNode deployment, List<String> revisions) {
        JsonNode status = deployment.path("status");
        int wanted = deployment.path("spec").path("replicas").asInt();
        return revisions.contains(Meta.of(deployment).annotations().get("caravan/revision"))
                && status.path("observedGeneration").asLong()
                        >= Meta.of(deployment).generation()
                && status.path("updatedReplicas").asInt() == wanted
                && status.path("availableReplicas").asInt() == wanted
                && status.path("replicas").asInt() == wanted;
    }

    List<String> logs(String pod) {
        return server.kubelet().logs(NAMESPACE, pod, "", false).orElseThrow().stream()
                .filter(Files::exists)
                .flatMap(Cluster::lines)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String gateway(String path) {
        return "http://127.0.0.1:" + server.httpPort() + "/seldon/seldon/pets" + path;
    }

    HttpResponse<String> ask(String body) throws Exception {
        return post(gateway("/api/v1.0/predictions"), body);
    }

    HttpResponse<String> post(String url, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
