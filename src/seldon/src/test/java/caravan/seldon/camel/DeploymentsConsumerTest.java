package caravan.seldon.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.loop.watch.SystemWatch;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

class DeploymentsConsumerTest extends CamelTestSupport {
    private final FakeServing serving = new FakeServing();
    private final SystemWatch watch = new SystemWatch();
    private final Map<String, DeploymentName> watched =
            new ConcurrentHashMap<>(Map.of("cats", new DeploymentName("models", "cat-deploy")));
    private final Queue<String> rung = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        context.getRegistry().bind("serving", serving);
        context.getRegistry().bind("watch", watch);
        context.getRegistry().bind("watched", (Watched) () -> Map.copyOf(watched));
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("seldon:deployments?watched=#watched&resync=1h&delay=20&backOff=100")
                        .routeId("changes")
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(SeldonHeaders.REASON) + " "
                                + e.getMessage().getHeader(SeldonHeaders.NAME)));
                from("seldon:deployments?watched=#watched&resync=50&delay=20")
                        .routeId("resynced")
                        .autoStartup(false)
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(SeldonHeaders.REASON)));
            }
        };
    }

    private void heard(String... messages) {
        await().untilAsserted(() -> assertThat(rung).containsExactly(messages));
    }

    @Test
    void a_key_is_named_when_it_is_first_seen_and_when_its_deployment_changed() {
        heard("cats start cat-deploy");
        serving.change("models", "somebody-elses");
        serving.change("models", "cat-deploy");
        heard("cats start cat-deploy", "cats change cat-deploy");
        watched.put("dogs", new DeploymentName("other", "dog-deploy"));
        heard("cats start cat-deploy", "cats change cat-deploy", "dogs start dog-deploy");
        assertThat(serving.subscribed()).isEqualTo(2);
    }

    @Test
    void nothing_is_lost_while_kubernetes_is_away_and_health_says_so() {
        heard("cats start cat-deploy");
        HealthCheck check = ((HealthCheckAware) context.getRoute("changes").getConsumer()).getHealthCheck();
        serving.away();
        await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
        assertThat(check.call().getMessage().orElseThrow()).contains("connection refused");
        serving.change("models", "cat-deploy");
        serving.back();
        heard("cats start cat-deploy", "cats resync cat-deploy");
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void every_key_is_named_now_and_then_and_a_stopped_route_gives_up_its_subscriptions() throws Exception {
        heard("cats start cat-deploy");
        context.getRouteController().stopRoute("changes");
        await().until(() -> serving.subscribed() == 0);
        rung.clear();
        context.getRouteController().startRoute("resynced");
        await().untilAsserted(() -> assertThat(rung).startsWith("cats start", "cats resync", "cats resync"));
    }

    @Test
    void a_manifest_is_applied_against_the_version_that_was_observed() {
        template.sendBodyAndHeader("seldon:apply", "kind: SeldonDeployment", SeldonHeaders.RESOURCE_VERSION, "7");
        assertThat(serving.applied()).containsExactly("kind: SeldonDeployment 7");
        assertThat(template.requestBody("seldon:logs?name=cat-deploy&namespace=models&lines=3", null, Map.class))
                .isEqualTo(Map.of("cat-deploy", "models 3"));
    }
}
