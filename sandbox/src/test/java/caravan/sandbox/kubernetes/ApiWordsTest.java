package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of the API server to what is wrong, word for word. */
class ApiWordsTest {
    private static final String SELDON = "/apis/machinelearning.seldon.io/v1/namespaces/default/seldondeployments";
    private static final String PETS = SELDON + "/pets";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRICT = "fieldManager=caravan&fieldValidation=Strict&force=true";
    private static final String YAML =
            """
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata: {name: pets, namespace: default, labels: {}, annotations: {}}
            spec:
              predictors:
              - name: a
                traffic: 100
                replicas: 1
                graph: {name: m, type: MODEL, parameters: [{name: p, type: INT, value: "1"}]}
                componentSpecs:
                - spec:
                    containers:
                    - name: m
                      image: serve:1
                      env: [{name: A, value: "1"}]
                      ports: [{name: http, containerPort: 9000, protocol: TCP}]
                      resources: {requests: {cpu: 1}}
            """;

    @TempDir
    static Path home;

    private static Cluster cluster;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        cluster = new Cluster(home);
        http = cluster.http();
    }

    @AfterEach
    void clear() {
        cluster.clear();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec:|spec:\\n  bogus: 1|.spec.bogus: field not declared in schema",
                "traffic: 100|trafic: 1|.spec.predictors[0].trafic: field not declared in schema",
                "metadata: {|metadata: {bogus: 1, |.metadata.bogus: field not declared in schema",
                "spec:|specc: 1\\nspec:|.specc: field not declared in schema",
                "replicas: 1|replicas: \"1\"|.spec.predictors[0].replicas: expected numeric (int or float), got string",
                "value: \"1\"}]}|value: 5}]}|.spec.predictors[0].graph.parameters[0].value: expected string, got &value.valueUnstructured{Value:5}",
                "annotations: {}|annotations: {a: true}|.metadata.annotations.a: expected string, got &value.valueUnstructured{Value:true}",
                "protocol: TCP}|protocol: TCP}, {containerPort: 9000}|.spec.predictors[0].componentSpecs[0].spec.containers[0].ports: duplicate entries for key [containerPort=9000,protocol=\"TCP\"]",
            })
    void what_is_applied_in_a_wrong_shape_is_a_500_without_a_reason(String from, String to, String words)
            throws Exception {
        JsonNode status = refused(500, "PATCH", PETS + "?" + STRICT, APPLY, with(from, to));

        assertThat(status.has("reason")).isFalse();
        assertThat(status.path("message").asText())
                .isEqualTo("failed to create typed patch object (default/pets; machinelearning.seldon.io/v1,"
                        + " Kind=SeldonDeployment): " + words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 1|replicas: 2.5|spec.predictors[0].replicas: Invalid value: \"number\": spec.predictors[0].replicas in body must be of type integer: \"number\"",
                "type: INT, |''|spec.predictors[0].graph.parameters[0].type: Required value",
                "- name: a|- replicas: 1|spec.predictors[0].name: Required value",
                "- name: m|- tty: true|spec.predictors[0].componentSpecs[0].spec.containers[0].name: Required value",
                "name: m, type: MODEL|name: m, type: null|spec.predictors[0].graph.type: Invalid value: \"null\": spec.predictors[0].graph.type in body must be of type string: \"null\"",
                "labels: {}|labels: {a: b c}|metadata.labels: Invalid value: \"b c\": a valid label must be an empty string or consist of alphanumeric characters",
            })
    void what_is_applied_and_breaks_a_rule_is_invalid(String from, String to, String words) throws Exception {
        JsonNode status = refused(
                422,
                "PATCH",
                PETS + "?" + STRICT,
                APPLY,
                with(from, to)
                        .replace(
                                "- replicas: 1\n    traffic: 100\n    replicas: 1", "- replicas: 1\n    traffic: 100"));

        assertThat(status.path("reason").asText()).isEqualTo("Invalid");
        assertThat(status.path("message").asText())
                .startsWith("SeldonDeployment.machinelearning.seldon.io \"pets\" is invalid: " + words);
        assertThat(status.path("details").path("causes")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 1|replicas: 2.0",
                "traffic: 100|traffic: 3000000000",
                "env: [|env: [{name: A}, ",
                "containers:|containers: [{name: m}, {name: m}]\\n        initContainers:",
                "image: serve:1|tty: true",
                "type: MODEL|type: bogus",
            })
    void what_the_definition_does_not_forbid_is_accepted(String from, String to) throws Exception {
        assertThat(send("PATCH", PETS + "?" + STRICT, APPLY, with(from, to)).statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_graph_may_be_ten_levels_deep_and_no_deeper() throws Exception {
        assertThat(send("PATCH", PETS + "?" + STRICT, APPLY, nested(10)).statusCode())
                .isEqualTo(201);
        assertThat(refused(500, "PATCH", PETS + "?" + STRICT, APPLY, nested(11))
                        .path("message")
                        .asText())
                .endsWith(".children: field not declared in schema");
    }

    @Test
    void an_apply_that_does_not_fit_its_request_is_refused() throws Exception {
        assertThat(message(422, "PATCH", PETS, APPLY, YAML))
                .isEqualTo("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value:"
                        + " is required for apply patch");
        assertThat(message(400, "PATCH", SELDON + "/other?" + STRICT, APPLY, YAML))
                .isEqualTo("the name of the object (pets) does not match the name on the URL (other)");
        assertThat(message(400, "PATCH", PETS + "?" + STRICT, APPLY, with("kind: Seldon", "kind: Sheldon")))
                .isEqualTo("invalid object type: machinelearning.seldon.io/v1, Kind=SheldonDeployment");
        assertThat(message(
                        400, "PATCH", PETS + "?" + STRICT, APPLY, with("labels: {}", "managedFields: [{manager: x}]")))
                .isEqualTo("metadata.managedFields must be nil");
        assertThat(message(409, "PATCH", PETS + "?" + STRICT, APPLY, with("labels: {}", "uid: abc")))
                .startsWith("Operation cannot be fulfilled on seldondeployments.machinelearning.seldon.io \"pets\": uid"
                        + " mismatch: the provided object specified uid abc, and no existing object was found");
        assertThat(message(
                        400, "PATCH", PETS + "?" + STRICT, APPLY, with("traffic: 100", "traffic: 1\n    traffic: 2")))
                .startsWith(
                        "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line")
                .endsWith("key \"traffic\" already set in map");
        assertThat(message(400, "PATCH", PETS + "?" + STRICT, APPLY, "{a: ]"))
                .startsWith("error decoding YAML: error converting YAML to JSON: yaml: line 1:");
    }

    @Test
    void unknown_fields_of_a_post_are_refused_when_strict_and_else_left_out_with_a_warning() throws Exception {
        String json = "{\"metadata\":{\"name\":\"pets\"},\"spec\":{\"bogus\":1,\"predictors\":[]}}";

        assertThat(message(400, "POST", SELDON + "?fieldValidation=Strict", "application/json", json))
                .isEqualTo("SeldonDeployment in version \"v1\" cannot be handled as a SeldonDeployment: strict decoding"
                        + " error: unknown field \"spec.bogus\"");
        HttpResponse<String> created = send("POST", SELDON, "application/json", json);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().allValues("Warning"))
                .containsExactly("299 - \"unknown field \\\"spec.bogus\\\"\"");
        assertThat(created.body()).doesNotContain("\"bogus\":1");
        assertThat(message(409, "POST", SELDON, "application/json", json))
                .isEqualTo("seldondeployments.machinelearning.seldon.io \"pets\" already exists");
    }

    @Test
    void a_put_needs_a_version_and_a_patch_a_known_type() throws Exception {
        send("PATCH", PETS + "?" + STRICT, APPLY, YAML);

        assertThat(message(
                        422,
                        "PUT",
                        PETS,
                        "application/json",
                        "{\"metadata\":{\"name\":\"pets\"},\"spec\":{\"predictors\":[]}}"))
                .isEqualTo("seldondeployments.machinelearning.seldon.io \"pets\" is invalid: metadata.resourceVersion:"
                        + " Invalid value: 0x0: must be specified for an update");
        assertThat(message(415, "PATCH", PETS, "application/strategic-merge-patch+json", "{}"))
                .startsWith("the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json");
        assertThat(message(422, "PATCH", PETS, MERGE, "{\"spec\":{\"predictors\":[{\"name\":\"a\"}]}}"))
                .contains("spec.predictors[0].graph: Required value");
        assertThat(message(404, "PATCH", SELDON + "/absent", MERGE, "{}"))
                .isEqualTo("seldondeployments.machinelearning.seldon.io \"absent\" not found");
    }

    @Test
    void the_scale_of_a_deployment_without_replicas_is_an_error_until_it_is_set() throws Exception {
        send("PATCH", PETS + "?" + STRICT, APPLY, YAML);

        assertThat(message(500, "GET", PETS + "/scale", "", ""))
                .isEqualTo("Internal error occurred: the spec replicas field \".spec.replicas\" does not exist");
        assertThat(json(200, "PATCH", PETS + "/scale", MERGE, "{\"spec\":{\"replicas\":2}}")
                        .path("kind")
                        .asText())
                .isEqualTo("Scale");
        assertThat(json(200, "GET", PETS, "", "").at("/spec/replicas").asInt()).isEqualTo(2);
    }

    @Test
    void a_status_is_pruned_with_a_warning() throws Exception {
        send("PATCH", PETS + "?" + STRICT, APPLY, YAML);

        HttpResponse<String> patched =
                send("PATCH", PETS + "/status", MERGE, "{\"status\":{\"state\":\"Available\",\"bogus\":1}}");
        assertThat(patched.headers().allValues("Warning"))
                .containsExactly("299 - \"unknown field \\\"status.bogus\\\"\"");
        assertThat(message(422, "PATCH", PETS + "/status?fieldValidation=Strict", MERGE, "{\"status\":{\"bogus\":1}}"))
                .startsWith(" \"\" is invalid: patch: Invalid value: \"{")
                .endsWith("strict decoding error: unknown field \"status.bogus\"");
    }

    @Test
    void objects_that_are_too_large_are_refused() throws Exception {
        String annotation = "annotations: {a: " + "x".repeat(300_000) + "}";
        assertThat(message(422, "PATCH", PETS + "?" + STRICT, APPLY, with("annotations: {}", annotation)))
                .endsWith("metadata.annotations: Too long: may not be more than 262144 bytes");
        String large = with("image: serve:1", "image: " + "x".repeat(1_600_000));
        assertThat(message(500, "PATCH", PETS + "?" + STRICT, APPLY, large))
                .isEqualTo("etcdserver: request is too large");
        assertThat(message(413, "PATCH", PETS + "?" + STRICT, APPLY, "x".repeat(3_200_000)))
                .isEqualTo("Request entity too large: limit is 3145728");
    }

    @Test
    void names_follow_the_rules_of_dns() throws Exception {
        for (String name : new String[] {"Upper", "under_score", "-x", "x-", "x".repeat(254)}) {
            assertThat(send("PATCH", SELDON + "/" + name + "?" + STRICT, APPLY, with("name: pets", "name: " + name))
                            .statusCode())
                    .isEqualTo(422);
        }
        for (String name : new String[] {"1start", "dot.name", "x".repeat(253)}) {
            assertThat(send(
                                    "PATCH",
                                    SELDON + "/" + name + "?" + STRICT,
                                    APPLY,
                                    with("name: pets", "name: '" + name + "'"))
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void a_watch_from_too_old_a_version_is_told_so_in_an_event_and_ends() throws Exception {
        send("PATCH", PETS + "?" + STRICT, APPLY, YAML);
        cluster.store().compact();

        HttpResponse<String> watched = send("GET", SELDON + "?watch=true&resourceVersion=1", "", "");

        assertThat(watched.statusCode()).isEqualTo(200);
        JsonNode event = Json.read(watched.body().getBytes(StandardCharsets.UTF_8));
        assertThat(event.path("type").asText()).isEqualTo("ERROR");
        assertThat(event.at("/object/code").asInt()).isEqualTo(410);
        assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
        assertThat(event.at("/object/message").asText()).startsWith("too old resource version: 1 (");
    }

    @Test
    void a_watch_ends_when_its_time_is_over_with_a_bookmark_before() throws Exception {
        HttpResponse<String> watched =
                send("GET", SELDON + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=3", "", "");

        assertThat(watched.body())
                .startsWith("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"SeldonDeployment\"")
                .contains("\"resourceVersion\":\"" + cluster.store().version() + "\"");
    }

    @Test
    void only_some_fields_can_be_selected_by() throws Exception {
        assertThat(send("GET", SELDON + "?fieldSelector=metadata.name%3Dpets", "", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(message(400, "GET", SELDON + "?watch=true&fieldSelector=spec.name%3Dx", "", ""))
                .endsWith("field label not supported: spec.name");
    }

    private static String with(String from, String to) {
        assertThat(YAML).contains(from);
        return YAML.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to.replace("\\n", "\n")));
    }

    private static String nested(int levels) {
        String graph = "{name: m}";
        for (int i = 0; i < levels; i++) {
            graph = "{name: m, children: [" + graph + "]}";
        }
        return with("{name: m, type: MODEL, parameters: [{name: p, type: INT, value: \"1\"}]}", graph);
    }

    private String message(int code, String method, String path, String type, String body) throws Exception {
        return refused(code, method, path, type, body).path("message").asText();
    }

    private JsonNode refused(int code, String method, String path, String type, String body) throws Exception {
        JsonNode status = json(code, method, path, type, body);
        assertThat(status.path("kind").asText()).isEqualTo("Status");
        assertThat(status.path("code").asInt()).isEqualTo(code);
        return status;
    }

    private JsonNode json(int code, String method, String path, String type, String body) throws Exception {
        HttpResponse<String> answer = send(method, path, type, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code);
        return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + cluster.server().port() + path))
                .header("Authorization", "Bearer " + cluster.config().getAutoOAuthToken())
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
