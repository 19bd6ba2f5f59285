package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDayTest {
    @TempDir
    static Path home;

    private static Cluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = new Cluster(home);
        client = cluster.client();
    }

    @AfterEach
    void clear() {
        BadDay badDay = cluster.server().badDay();
        badDay.cutWatches(OptionalInt.empty());
        badDay.forgetful(false);
        badDay.conflicts(0);
        badDay.tooMany(0, 1);
        cluster.clear();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void the_next_write_conflicts_and_the_one_after_does_not() {
        cluster.server().badDay().conflicts(1);

        assertThatThrownBy(() -> client.resource(configMap("a")).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(409));
        client.resource(configMap("a")).create();
    }

    @Test
    void too_many_requests_are_told_when_to_come_again() {
        cluster.server().badDay().tooMany(1, 7);

        assertThatThrownBy(() -> client.configMaps().inNamespace("default").list())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(429);
                    assertThat(e.getStatus().getReason()).isEqualTo("TooManyRequests");
                    assertThat(e.getStatus().getDetails().getRetryAfterSeconds())
                            .isEqualTo(7);
                });
        client.configMaps().inNamespace("default").list();
    }

    @Test
    void an_informer_outlives_watches_that_are_cut() {
        cluster.server().badDay().cutWatches(OptionalInt.of(1));
        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace("default").inform()) {
            for (String name : new String[] {"a", "b", "c"}) {
                client.resource(configMap(name)).create();
                await().atMost(30, TimeUnit.SECONDS)
                        .until(() -> informer.getIndexer().getByKey("default/" + name) != null);
            }
        }
    }

    @Test
    void an_informer_lists_again_where_versions_are_forgotten() {
        cluster.server().badDay().forgetful(true);
        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace("default").inform()) {
            client.resource(configMap("a")).create();
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> informer.getIndexer().getByKey("default/a") != null);
        }
    }

    @Test
    void a_definition_is_read_and_not_written() {
        var definitions = client.apiextensions().v1().customResourceDefinitions();
        assertThat(definitions
                        .withName("seldondeployments.machinelearning.seldon.io")
                        .get()
                        .getStatus()
                        .getConditions())
                .anyMatch(c -> c.getType().equals("Established"));
        assertThatThrownBy(() -> definitions
                        .withName("seldondeployments.machinelearning.seldon.io")
                        .delete())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(405));
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .build();
    }
}
