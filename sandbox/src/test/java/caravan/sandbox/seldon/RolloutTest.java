package caravan.sandbox.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {

    @TempDir
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster(folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void an_update_fails_no_request_and_tells_the_half_truths_of_the_real_operator() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "")));
        cluster.awaitRolledOut("one");
        List<String> states = states();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> {
                while (!enough.get()) {
                    try {
                        HttpResponse<String> answer = cluster.ask("\"slow\"");
                        asked.incrementAndGet();
                        if (answer.statusCode() != 200) {
                            failures.add(answer.statusCode() + " " + answer.body());
                        }
                    } catch (Exception e) {
                        failures.add(e.toString());
                    }
                }
            });
            caller.start();
            callers.add(caller);
        }
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "two", "")));
        cluster.awaitRolledOut("two");
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.pods().size() == 1);
        enough.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
        assertThat(asked.get()).isGreaterThan(10);
        assertThat(cluster.ask("{}").body()).contains("\"two\"");
        assertThat(states).startsWith("Available", "Creating", "Available", "Creating", "Available");
    }

    private List<String> states() {
        List<String> states = java.util.Collections.synchronizedList(new ArrayList<>());
        cluster.store.watch(Kinds.SELDON_DEPLOYMENT, Selection.ALL, OptionalLong.empty(), Runnable::run, event -> {
            String state = event.object().path("status").path("state").asText();
            if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
                states.add(state);
            }
        });
        return states;
    }

    @Test
    void a_change_without_new_pods_never_leaves_available() {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "replicas: 2")));
        cluster.awaitRolledOut("one");
        List<String> states = states();
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "replicas: 1")));
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.pods().size() == 1);
        cluster.awaitRolledOut("one");
        assertThat(states).containsExactly("Available");
    }

    @Test
    void a_bad_update_stays_creating_while_the_old_pods_go_on_answering() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "progressDeadlineSeconds: 3")));
        cluster.awaitRolledOut("one");
        String bad = Cluster.manifest(Cluster.predictor("a", 100, "two", "progressDeadlineSeconds: 3"))
                .replace("test/tiny:1", "test/nothing:1");
        cluster.apply(bad);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> condition("Progressing").equals("False"));
        assertThat(condition("Available")).isEqualTo("True");
        assertThat(cluster.status().path("state").asText()).isEqualTo("Creating");
        assertThat(cluster.ask("{}").body()).contains("\"one\"");
        JsonNode waiting = waiting("two");
        assertThat(waiting.path("reason").asText()).isEqualTo("ImagePullBackOff");
        assertThat(waiting.path("message").asText()).contains("test/nothing:1").contains("add test/nothing");
    }

    private String condition(String type) {
        for (JsonNode condition : cluster.deployments().get(0).path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        return "";
    }

    private JsonNode waiting(String revision) {
        return cluster.pods().stream()
                .filter(p -> revision.equals(Meta.of(p).annotations().get("caravan/revision")))
                .map(p -> p.at("/status/containerStatuses/0/state/waiting"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_predictor_that_crashes_is_started_again_and_again_and_is_failed_at_its_deadline() {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "progressDeadlineSeconds: 4"))
                .replace("env: [", "env: [{name: CRASH, value: '1'}, "));
        await().atMost(Duration.ofSeconds(30)).until(() -> cluster.pods().stream()
                .anyMatch(p -> p.at("/status/containerStatuses/0/restartCount").asInt() >= 1
                        && p.at("/status/containerStatuses/0/state/waiting/reason")
                                .asText()
                                .equals("CrashLoopBackOff")));
        JsonNode pod = cluster.pods().get(0);
        assertThat(pod.at("/status/containerStatuses/0/lastState/terminated/exitCode")
                        .asInt())
                .isEqualTo(3);
        assertThat(cluster.logs(Meta.of(pod).name())).contains("no such model");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.status().path("state").asText().equals("Failed"));
        assertThat(cluster.status().path("description").asText())
                .isEqualTo("Deployment is no longer progressing and not available.");
    }

    @Test
    void a_process_that_dies_is_replaced_in_its_pod() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "")));
        cluster.awaitRolledOut("one");
        assertThat(cluster.ask("\"die\"").statusCode()).isEqualTo(500);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.pods()
                                .get(0)
                                .at("/status/containerStatuses/0/restartCount")
                                .asInt()
                        == 1);
        cluster.awaitRolledOut("one");
        assertThat(cluster.ask("{}").body()).contains("\"one\"");
    }

    @Test
    void a_new_sandbox_brings_everything_back_on_the_same_ports() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", ""), Cluster.predictor("b", 0, "two", "")));
        cluster.awaitRolledOut("one", "two");
        JsonNode services = cluster.status().path("serviceStatus").deepCopy();
        cluster.close();
        cluster = new Cluster(folder);
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.ask("{}").statusCode() == 200);
        cluster.awaitRolledOut("one", "two");
        for (int i = 0; i < 10; i++) {
            assertThat(cluster.ask("{}").body()).contains("\"one\"");
        }
        assertThat(cluster.status().path("serviceStatus")).isEqualTo(services);
    }

    @Test
    void a_renamed_predictor_is_removed_once_its_successor_is_ready() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "")));
        cluster.awaitRolledOut("one");
        cluster.apply(Cluster.manifest(Cluster.predictor("b", 100, "two", "")));
        await().atMost(Duration.ofSeconds(10)).until(() -> cluster.deployments().size() == 2);
        assertThat(cluster.ask("{}").body()).contains("\"one\"");
        cluster.awaitRolledOut("two");
        assertThat(cluster.ask("{}").body()).contains("\"two\"");
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(
                        cluster.status().path("deploymentStatus").fieldNames())
                .toIterable()
                .containsExactly("pets-b-0-b-model"));
        assertThat(cluster.store.list(Kinds.SERVICE, Selection.in("seldon")).items())
                .extracting(s -> Meta.of(s).name())
                .containsExactlyInAnyOrder("pets-b", "pets-b-b-model");
    }
}
