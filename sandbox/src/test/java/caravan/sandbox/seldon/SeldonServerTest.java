package caravan.sandbox.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.kubernetes.Deletion;
import caravan.sandbox.kubernetes.Kinds;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeldonServerTest {

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
    void an_applied_manifest_becomes_a_predictor_that_answers_through_the_gateway() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "")));
        cluster.awaitRolledOut("one");
        HttpResponse<String> answer = cluster.ask("{\"strData\":\"hello\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"strData\":\"one\"").contains("\"path\":\"/predict\"");
        String puid = answer.headers().firstValue("Seldon-Puid").orElseThrow();
        assertThat(answer.body()).contains("\"puid\":\"" + puid + "\"");

        String endpoint = cluster.status()
                .path("serviceStatus")
                .path("pets-a")
                .path("httpEndpoint")
                .asText();
        assertThat(cluster.post("http://" + endpoint + "/api/v1.0/predictions", "{}")
                        .body())
                .contains("one");
        assertThat(cluster.deployments().get(0).path("metadata").path("name").asText())
                .isEqualTo("pets-a-0-a-model");
        String pod = cluster.pods().get(0).path("metadata").path("name").asText();
        assertThat(cluster.logs(pod)).contains("tiny model one serves");

        cluster.store.delete(Kinds.SELDON_DEPLOYMENT, "seldon", "pets", Deletion.NOW);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> cluster.pods().isEmpty() && cluster.deployments().isEmpty());
        assertThat(cluster.ask("{}").statusCode()).isEqualTo(404);
    }

    @Test
    void traffic_goes_by_weight_once_every_predictor_is_ready() throws Exception {
        cluster.apply(Cluster.manifest(Cluster.predictor("a", 50, "one", ""), Cluster.predictor("b", 50, "two", "")));
        cluster.awaitRolledOut("one", "two");
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            seen.add(cluster.ask("{}").body().contains("\"one\"") ? "one" : "two");
        }
        assertThat(seen).containsExactly("one", "two");

        cluster.apply(Cluster.manifest(Cluster.predictor("a", 0, "one", ""), Cluster.predictor("b", 100, "two", "")));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(cluster.ask("{}").body()).contains("\"two\"");
            }
        });
    }
}
