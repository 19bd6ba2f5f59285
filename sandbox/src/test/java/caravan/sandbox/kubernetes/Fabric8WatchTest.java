package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Fabric8WatchTest {
    @TempDir
    Path home;

    private Cluster cluster;
    private KubernetesClient client;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        cluster = new Cluster(home);
        client = cluster.client();
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void a_watch_sees_every_change() {
        try (Watch watch = client.configMaps().inNamespace("default").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                seen.add(action + " " + object.getData().get("k"));
            }

            @Override
            public void onClose(WatcherException cause) {}
        })) {
            change();

            await().atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(seen).containsExactly("ADDED 1", "MODIFIED 2", "DELETED 2"));
        }
    }

    @Test
    void an_informer_sees_every_change_and_survives_a_restart_and_a_forgotten_history() {
        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace("default").inform(new Recorder())) {
            change();
            await().atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(seen).containsExactly("added 1", "updated 2", "deleted 2"));
            seen.clear();

            cluster.restart();
            client.resource(configMap("5")).create();
            cluster.store().compact();
            await().atMost(30, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(seen).contains("added 5"));
            assertThat(informer.isRunning()).isTrue();
        }
    }

    @Test
    void a_lease_has_one_leader_who_hands_it_over() throws Exception {
        try (KubernetesClient other = cluster.client()) {
            CompletableFuture<?> first = elect(client, "one");
            await().atMost(10, TimeUnit.SECONDS).until(() -> seen.contains("one leads"));
            CompletableFuture<?> second = elect(other, "two");
            assertThat(cluster.store()
                            .get(Kinds.LEASE, "default", "caravan")
                            .orElseThrow()
                            .at("/spec/holderIdentity")
                            .asText())
                    .isEqualTo("one");

            first.cancel(true);

            await().atMost(20, TimeUnit.SECONDS).until(() -> seen.contains("two leads"));
            assertThat(seen).containsSubsequence("one leads", "one stops", "two leads");
            second.cancel(true);
            await().atMost(10, TimeUnit.SECONDS).until(() -> seen.contains("two stops"));
        }
    }

    @Test
    void a_leader_whose_lease_is_taken_loses_it() {
        CompletableFuture<?> leader = elect(client, "one");
        await().atMost(10, TimeUnit.SECONDS).until(() -> seen.contains("one leads"));

        await().atMost(20, TimeUnit.SECONDS).until(() -> {
            cluster.store()
                    .modify(
                            Kinds.LEASE,
                            "default",
                            "caravan",
                            Part.MAIN,
                            lease -> {
                                lease.withObject("/spec")
                                        .put("holderIdentity", "thief")
                                        .put(
                                                "renewTime",
                                                Instant.now().plusSeconds(60).toString());
                                return lease;
                            },
                            Write.by("thief"));
            return seen.contains("one stops");
        });
        assertThat(leader).isDone();
    }

    private CompletableFuture<?> elect(KubernetesClient by, String identity) {
        return by.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName("caravan")
                        .withLock(new LeaseLock("default", "caravan", identity))
                        .withLeaseDuration(Duration.ofSeconds(3))
                        .withRenewDeadline(Duration.ofSeconds(2))
                        .withRetryPeriod(Duration.ofMillis(300))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(
                                () -> seen.add(identity + " leads"), () -> seen.add(identity + " stops"), leader -> {}))
                        .build())
                .build()
                .start();
    }

    private void change() {
        client.resource(configMap("1")).create();
        client.resource(configMap("2")).update();
        client.resource(configMap("2")).delete();
    }

    private static ConfigMap configMap(String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .withNamespace("default")
                .endMetadata()
                .withData(Map.of("k", value))
                .build();
    }

    private final class Recorder implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap object) {
            seen.add("added " + object.getData().get("k"));
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            seen.add("updated " + after.getData().get("k"));
        }

        @Override
        public void onDelete(ConfigMap object, boolean unknown) {
            seen.add("deleted " + object.getData().get("k"));
        }
    }
}
