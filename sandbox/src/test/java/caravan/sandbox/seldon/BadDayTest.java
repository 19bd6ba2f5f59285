package caravan.sandbox.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Write;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDayTest {

    @TempDir
    Path folder;

    @Test
    void a_status_that_is_stuck_at_failed_is_cured_by_forgetting_the_lost_services() {
        try (Cluster cluster = new Cluster(folder)) {
            cluster.apply(Cluster.manifest(Cluster.predictor("a", 100, "one", "")));
            cluster.awaitRolledOut("one");
            cluster.server.badDay().stuckFailed(true);
            cluster.apply(Cluster.manifest(Cluster.predictor("b", 100, "two", "")));
            await().atMost(Duration.ofSeconds(30)).until(() -> state(cluster).equals("Failed"));
            assertThat(cluster.status().path("description").asText()).startsWith("Service \"pets-a");
            cluster.store.modify(
                    Kinds.SELDON_DEPLOYMENT,
                    "seldon",
                    "pets",
                    Part.STATUS,
                    now -> {
                        ((ObjectNode) now.at("/status/serviceStatus")).remove("pets-a");
                        ((ObjectNode) now.at("/status/serviceStatus")).remove("pets-a-a-model");
                        return now;
                    },
                    Write.by("a person"));
            await().atMost(Duration.ofSeconds(10)).until(() -> state(cluster).equals("Available"));
        }
    }

    private static String state(Cluster cluster) {
        return cluster.status().path("state").asText();
    }

    @Test
    void names_that_services_cannot_have_fail_at_once_and_are_cured_by_a_better_manifest() {
        try (Cluster cluster = new Cluster(folder)) {
            cluster.apply(Cluster.manifest(Cluster.predictor("Main", 100, "one", "")));
            await().atMost(Duration.ofSeconds(10)).until(() -> state(cluster).equals("Failed"));
            assertThat(cluster.status().path("description").asText())
                    .startsWith("Service \"pets-Main-Main-model\" is invalid: metadata.name: Invalid value");
            cluster.apply(Cluster.manifest(Cluster.predictor("main", 100, "one", "")));
            cluster.awaitRolledOut("one");
        }
    }
}
