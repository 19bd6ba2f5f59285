package caravan.determined.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.loop.ExperimentState;
import caravan.loop.watch.SystemWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

class ExperimentsConsumerTest extends CamelTestSupport {
    private final FakeTraining training = new FakeTraining();
    private final SystemWatch watch = new SystemWatch();
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Queue<String> rung = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        watched.add("cats");
        training.experiment(1, "cats", ExperimentState.COMPLETED);
        context.getRegistry().bind("training", training);
        context.getRegistry().bind("watch", watch);
        context.getRegistry().bind("watched", (Watched) () -> Set.copyOf(watched));
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("determined:experiments?watched=#watched&state=terminal&resync=1h&delay=20&backOff=100")
                        .routeId("terminal")
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(DeterminedHeaders.REASON) + " "
                                + e.getMessage().getHeader(DeterminedHeaders.EXPERIMENT, "-", String.class)));
                from("determined:experiments?watched=#watched&resync=100&delay=20")
                        .routeId("resynced")
                        .autoStartup(false)
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(DeterminedHeaders.REASON)));
                from("determined:experiments?state=active&delay=20")
                        .routeId("active")
                        .autoStartup(false)
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(DeterminedHeaders.EXPERIMENT)));
            }
        };
    }

    private void heard(String... messages) {
        await().untilAsserted(() -> assertThat(rung).containsExactly(messages));
    }

    @Test
    void a_key_is_named_when_it_is_first_seen_and_when_an_experiment_of_it_ended() {
        heard("cats start -");
        training.experiment(2, "cats", ExperimentState.ACTIVE);
        training.experiment(3, "dogs", ExperimentState.COMPLETED);
        training.experiment(2, "cats", ExperimentState.ERROR);
        heard("cats start -", "cats state 2");
        watched.add("dogs");
        heard("cats start -", "cats state 2", "dogs start -");
    }

    @Test
    void nothing_is_lost_while_determined_is_away_and_health_says_so() {
        training.experiment(2, "cats", ExperimentState.ACTIVE);
        heard("cats start -");
        HealthCheck check = ((HealthCheckAware) context.getRoute("terminal").getConsumer()).getHealthCheck();
        training.away();
        await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
        assertThat(check.call().getMessage().orElseThrow()).contains("connection refused");
        training.experiment(2, "cats", ExperimentState.COMPLETED);
        training.back();
        heard("cats start -", "cats state 2");
        await().until(() -> check.call().getState() == HealthCheck.State.UP);
    }

    @Test
    void every_key_is_named_now_and_then() throws Exception {
        heard("cats start -");
        context.getRouteController().stopRoute("terminal");
        rung.clear();
        context.getRouteController().startRoute("resynced");
        await().untilAsserted(() -> assertThat(rung).startsWith("cats start", "cats resync", "cats resync"));
    }

    @Test
    void without_a_list_of_use_cases_every_experiment_in_the_state_is_told_of() throws Exception {
        heard("cats start -");
        rung.clear();
        training.experiment(7, "birds", ExperimentState.ACTIVE);
        context.getRouteController().startRoute("active");
        heard("birds 7");
    }

    @Test
    void it_stops_at_once_although_a_call_hangs() throws Exception {
        heard("cats start -");
        training.hang();
        await().until(() -> training.inside() == 1);
        Instant before = Instant.now();
        context.getRouteController().suspendRoute("terminal");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
        await().until(() -> training.inside() == 0);
        assertThat(watch.systems()).allMatch(s -> s.up());
    }
}
