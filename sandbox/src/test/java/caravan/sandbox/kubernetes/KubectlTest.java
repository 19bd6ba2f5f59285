package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubectlTest {
    private static final String PETS =
            """
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata: {name: pets, namespace: default}
            spec:
              predictors:
              - name: a
                traffic: 100
                graph: {name: pets-a, type: MODEL}
                componentSpecs: [{spec: {containers: [{name: pets-a, image: "serve:1"}]}}]
            """;
    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:1"}]}
            """;

    @TempDir
    Path home;

    private Cluster cluster;

    @BeforeAll
    static void needsKubectl() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "kubectl is not installed (Debian: kubernetes-client)");
    }

    @BeforeEach
    void start() {
        cluster = new Cluster(home);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void objects_are_applied_and_shown_as_table_yaml_and_by_path() {
        assertThat(kubectl("apply", "--server-side", "-f", file(PETS)))
                .contains("seldondeployment.machinelearning.seldon.io/pets serverside-applied");
        assertThat(kubectl("get", "sdep")).containsPattern("NAME +AGE\npets +\\d+s\n");
        assertThat(kubectl("get", "sdep", "pets", "-o", "yaml"))
                .contains("kind: SeldonDeployment\n", "image: serve:1\n", "generation: 1\n");
        assertThat(kubectl("get", "sdep", "pets", "-o", "jsonpath={.spec.predictors[0].name}"))
                .isEqualTo("a");
        assertThat(kubectl("get", "namespaces")).containsPattern("default +Active +");
    }

    @Test
    void a_deployment_is_applied_patched_scaled_and_deleted() {
        assertThat(kubectl("apply", "-f", file(WEB))).contains("deployment.apps/web created");
        assertThat(kubectl("apply", "-f", file(WEB.replace("web:1", "web:2")))).contains("configured");
        assertThat(kubectl("get", "deploy", "-o", "wide"))
                .containsPattern("NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\n"
                        + "web +0/2 +0 +0 +\\S+ +web +web:2 +app=web");
        kubectl("patch", "deploy", "web", "-p", "{\"spec\":{\"replicas\":3}}");
        kubectl("patch", "deploy", "web", "--type=merge", "-p", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        kubectl(
                "patch",
                "deploy",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/metadata/labels/c\",\"value\":\"d\"}]");
        kubectl("set", "image", "deploy/web", "web=web:3");
        assertThat(kubectl(
                        "get",
                        "deploy",
                        "web",
                        "-o",
                        "jsonpath={.spec.replicas} {.metadata.labels.a}{.metadata.labels.c}"
                                + " {.spec.template.spec.containers[*].image}"))
                .isEqualTo("3 bd web:3");
        kubectl("scale", "deploy", "web", "--replicas=1");
        assertThat(kubectl("delete", "deploy", "web")).contains("deployment.apps \"web\" deleted");
        assertThat(kubectl("get", "deploy")).contains("No resources found");
    }

    @Test
    void a_dry_run_on_the_server_changes_nothing() {
        assertThat(kubectl("apply", "--server-side", "--dry-run=server", "-f", file(PETS)))
                .contains("server dry run");
        assertThat(kubectl("get", "sdep", "pets"))
                .contains(
                        "Error from server (NotFound): seldondeployments.machinelearning.seldon.io \"pets\" not found");
    }

    @Test
    void conflicts_and_invalid_fields_read_as_from_a_real_server() {
        kubectl("apply", "--server-side", "--field-manager=caravan", "-f", file(PETS));

        assertThat(kubectl("apply", "--server-side", "-f", file(PETS.replace("serve:1", "serve:2"))))
                .contains("Apply failed with 1 conflict: conflict with \"caravan\": .spec.predictors");
        assertThat(kubectl(
                        "apply", "--server-side", "--force-conflicts", "-f", file(PETS.replace("serve:1", "serve:2"))))
                .contains("serverside-applied");
        assertThat(kubectl(
                        "apply",
                        "--server-side",
                        "--validate=false",
                        "-f",
                        file(PETS.replace("traffic: 100", "trafic: 100"))))
                .contains(".spec.predictors[0].trafic: field not declared in schema");
        assertThat(kubectl("apply", "--server-side", "-f", file(PETS.replace("graph: {name: pets-a,", "graph: {"))))
                .contains("The SeldonDeployment \"pets\" is invalid: spec.predictors[0].graph.name: Required value");
    }

    @Test
    void a_watch_prints_what_changes() throws Exception {
        kubectl("apply", "-f", file(WEB));
        Path printed = home.resolve("printed");
        Process watch = start(printed, "get", "deploy", "-w");
        try {
            await().atMost(20, TimeUnit.SECONDS).until(() -> read(printed).contains("web    0/2"));
            kubectl("scale", "deploy", "web", "--replicas=5");
            await().atMost(20, TimeUnit.SECONDS).until(() -> read(printed).contains("web    0/5"));
            assertThat(read(printed)).containsOnlyOnce("NAME");
        } finally {
            watch.destroy();
        }
    }

    @Test
    void waiting_for_a_condition_ends_when_it_holds() throws Exception {
        kubectl("apply", "-f", file(WEB));
        Path printed = home.resolve("printed");
        Process wait = start(printed, "wait", "--for=condition=Available", "deploy/web", "--timeout=30s");

        assertThat(wait.waitFor(2, TimeUnit.SECONDS)).isFalse();
        ObjectNode web = cluster.store().get(Kinds.DEPLOYMENT, "default", "web").orElseThrow();
        web.withObject("/status")
                .putArray("conditions")
                .addObject()
                .put("type", "Available")
                .put("status", "True");
        cluster.store().updateStatus(Kinds.DEPLOYMENT, web, Write.by("test"));

        assertThat(wait.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(wait.exitValue()).isZero();
        assertThat(read(printed)).contains("deployment.apps/web condition met");
    }

    @Test
    void logs_are_shown_cut_and_followed_to_their_end() throws Exception {
        Path log = home.resolve("pod.log");
        Files.writeString(log, "one\ntwo\nthree\n");
        AtomicBoolean running = new AtomicBoolean(true);
        cluster.server()
                .logs((namespace, pod, container, previous) ->
                        previous ? Optional.empty() : Optional.of(new PodLogs.PodLog(List.of(log), running::get)));
        ObjectNode pod = Json.object();
        pod.withObject("/metadata").put("name", "p").put("namespace", "default");
        pod.withObject("/spec").putArray("containers").addObject().put("name", "c");
        cluster.store().create(Kinds.POD, pod, Write.by("test"));

        assertThat(kubectl("logs", "p")).isEqualTo("one\ntwo\nthree\n");
        assertThat(kubectl("logs", "p", "-c", "c", "--tail=2")).isEqualTo("two\nthree\n");
        assertThat(kubectl("logs", "p", "-c", "nope")).contains("container nope is not valid for pod p");
        assertThat(kubectl("logs", "p", "--previous"))
                .contains("previous terminated container \"c\" in pod \"p\" not found");

        Path printed = home.resolve("printed");
        Process follow = start(printed, "logs", "-f", "--tail=1", "p");
        await().atMost(20, TimeUnit.SECONDS).until(() -> read(printed).equals("three\n"));
        Files.writeString(log, "four\n", StandardOpenOption.APPEND);
        await().atMost(20, TimeUnit.SECONDS).until(() -> read(printed).equals("three\nfour\n"));
        running.set(false);
        assertThat(follow.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private String kubectl(String... arguments) {
        Path output = home.resolve("output");
        try {
            Process process = start(output, arguments);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return read(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        builder.environment().put("HOME", home.toString());
        return builder.redirectOutput(output.toFile()).start();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String content) {
        try {
            return Files.writeString(home.resolve("manifest.yaml"), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
