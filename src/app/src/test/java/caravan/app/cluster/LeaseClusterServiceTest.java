package caravan.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeaseClusterServiceTest {
    private static final Duration LEASE = Duration.ofMillis(2100);

    KubernetesClient kubernetes;

    private CamelContext integration(org.apache.camel.cluster.CamelClusterService service, AtomicInteger ticks)
            throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.addService(service);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:caravan:timer:tick?period=20").routeId("tick").process(e -> ticks.incrementAndGet());
            }
        });
        context.start();
        return context;
    }

    private LeaseClusterService member(String identity) {
        return new LeaseClusterService(kubernetes, "models", identity, LEASE);
    }

    private String holder() {
        return kubernetes
                .leases()
                .inNamespace("models")
                .withName("caravan")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    @Test
    void one_leads_and_the_other_takes_over_when_it_stops() throws Exception {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        CamelContext one = integration(member("one"), first);
        await().until(() -> first.get() > 3);
        try (CamelContext two = integration(member("two"), second)) {
            int before = first.get();
            await().until(() -> first.get() > before + 20);
            assertThat(second).hasValue(0);
            assertThat(holder()).isEqualTo("one");

            one.close();
            await().atMost(LEASE.multipliedBy(3)).until(() -> second.get() > 3);
            assertThat(holder()).isEqualTo("two");
        }
    }

    @Test
    void a_leader_that_lost_its_lease_stops_and_runs_again() throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        try (CamelContext one = integration(member("one"), ticks)) {
            await().until(() -> ticks.get() > 3);
            kubernetes.leases().inNamespace("models").withName("caravan").edit(lease -> {
                lease.getSpec().setHolderIdentity("somebody");
                lease.getSpec().setRenewTime(java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC));
                return lease;
            });
            LeaseClusterService service = one.hasService(LeaseClusterService.class);
            await().until(() -> !service.isLeader("caravan"));
            await().atMost(LEASE.multipliedBy(5)).until(() -> service.isLeader("caravan"));
            int then = ticks.get();
            await().until(() -> ticks.get() > then + 3);
        }
    }

    @Test
    void who_is_alone_leads_at_once() throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        try (CamelContext alone = integration(new AloneClusterService(), ticks)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> ticks.get() > 3);
            assertThat(alone.hasService(AloneClusterService.class).isLeader("caravan"))
                    .isTrue();
        }
    }
}
