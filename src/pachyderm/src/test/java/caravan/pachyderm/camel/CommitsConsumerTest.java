package caravan.pachyderm.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.loop.Branch;
import caravan.loop.Repo;
import caravan.loop.port.SystemException;
import caravan.loop.watch.SystemWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

class CommitsConsumerTest extends CamelTestSupport {
    private static final Branch CATS = new Branch(new Repo("default", "cats"), "master");
    private static final Branch DOGS = new Branch(new Repo("default", "dogs"), "master");

    private final FakeData data = new FakeData();
    private final SystemWatch watch = new SystemWatch();
    private final Map<String, Branch> watched = new ConcurrentHashMap<>(Map.of("cats", CATS));
    private final Queue<String> rung = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        context.getRegistry().bind("data", data);
        context.getRegistry().bind("watch", watch);
        context.getRegistry().bind("watched", (Watched) () -> Map.copyOf(watched));
        return new RouteBuilder() {
            @Override
            public void configure() {
                String quick = "&delay=20&backOff=100&waits=1&waitDeadline=60s";
                from("pachyderm:commits?watched=#watched&resync=1h" + quick)
                        .routeId("polled")
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(PachydermHeaders.REASON) + " "
                                + e.getMessage().getHeader(PachydermHeaders.COMMIT, "-", String.class)));
                from("pachyderm:commits?watched=#watched&resync=100" + quick)
                        .routeId("resynced")
                        .autoStartup(false)
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " "
                                + e.getMessage().getHeader(PachydermHeaders.REASON)));
                from("pachyderm:commits?watched=#watched&resync=1h&stream=true&backOff=100&delay=1h")
                        .routeId("streamed")
                        .autoStartup(false)
                        .process(e -> rung.add(e.getMessage().getBody(String.class) + " streamed "
                                + e.getMessage().getHeader(PachydermHeaders.COMMIT, "-", String.class)));
                from("pachyderm:commits?watched=#watched&resync=1h" + quick)
                        .routeId("failing")
                        .autoStartup(false)
                        .errorHandler(noErrorHandler())
                        .process(e -> {
                            rung.add("try");
                            if (rung.size() < 3) {
                                throw new IllegalStateException("the queue is full");
                            }
                        });
            }
        };
    }

    private void heard(String... messages) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(rung).containsExactly(messages));
    }

    @Test
    void a_key_is_named_when_it_is_first_seen_and_when_its_head_moved() {
        heard("cats start -");
        data.put(CATS, "c1");
        heard("cats start -", "cats head c1");
        watched.put("dogs", DOGS);
        data.put(DOGS, "d1");
        heard("cats start -", "cats head c1", "dogs start d1");
    }

    @Test
    void an_open_commit_is_waited_for_and_so_is_the_one_before_it() {
        heard("cats start -");
        data.open(CATS, "c1");
        await().until(() -> data.waiting() == 1);
        data.open(CATS, "c2");
        assertThat(rung).hasSize(1);
        data.finish("c1");
        heard("cats start -", "cats head c1");
        data.finish("c2");
        heard("cats start -", "cats head c1", "cats head c2");
    }

    @Test
    void a_forgotten_open_commit_keeps_no_other_branch_waiting() {
        watched.put("dogs", DOGS);
        heard("cats start -", "dogs start -");
        data.open(CATS, "c1");
        await().until(() -> data.waiting() == 1);
        data.open(DOGS, "d1");
        data.finish("d1");
        heard("cats start -", "dogs start -", "dogs head d1");
    }

    @Test
    void nothing_is_lost_while_pachyderm_is_away_and_health_says_so() {
        heard("cats start -");
        data.open(CATS, "c1");
        await().until(() -> data.waiting() == 1);
        data.away(SystemException.Kind.UNAVAILABLE);
        await().until(() -> !watch.system("pachyderm").orElseThrow().up());
        HealthCheck check = ((HealthCheckAware) context.getRoute("polled").getConsumer()).getHealthCheck();
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check.call().getMessage().orElseThrow()).contains("connection refused");
        data.finish("c1");
        data.put(CATS, "c2");
        data.back();
        await().untilAsserted(() -> assertThat(rung).contains("cats head c1", "cats head c2"));
        await().until(() -> check.call().getState() == HealthCheck.State.UP);
    }

    @Test
    void it_is_asked_less_often_while_it_is_away() throws Exception {
        heard("cats start -");
        data.away(SystemException.Kind.UNAUTHENTICATED);
        int before = data.looks();
        Instant end = Instant.now().plusMillis(1000);
        await().until(() -> Instant.now().isAfter(end));
        assertThat(data.looks() - before).isBetween(2, 25);
    }

    @Test
    void every_key_is_named_now_and_then() throws Exception {
        heard("cats start -");
        context.getRouteController().stopRoute("polled");
        rung.clear();
        context.getRouteController().startRoute("resynced");
        await().untilAsserted(() -> assertThat(rung).startsWith("cats start", "cats resync", "cats resync"));
    }

    @Test
    void a_message_that_the_route_did_not_take_comes_again() throws Exception {
        context.getRouteController().stopRoute("polled");
        rung.clear();
        context.getRouteController().startRoute("failing");
        heard("try", "try", "try");
    }

    @Test
    void a_stream_rings_at_once_and_is_opened_again_after_it_ended() throws Exception {
        heard("cats start -");
        context.getRouteController().stopRoute("polled");
        rung.clear();
        context.getRouteController().startRoute("streamed");
        await().until(() -> data.subscribed() == 1);
        data.put(CATS, "c1");
        heard("cats streamed -", "cats streamed c1");
        data.away(SystemException.Kind.UNAVAILABLE);
        data.put(CATS, "c2");
        data.back();
        heard("cats streamed -", "cats streamed c1", "cats streamed c2");
        await().until(() -> data.subscribed() == 1);
        context.getRouteController().stopRoute("streamed");
        await().until(() -> data.subscribed() == 0);
    }

    @Test
    void it_stops_and_suspends_at_once_although_a_commit_is_open_and_goes_on_after_that() throws Exception {
        heard("cats start -");
        data.open(CATS, "c1");
        await().until(() -> data.waiting() == 1);
        Instant before = Instant.now();
        context.getRouteController().suspendRoute("polled");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
        await().atMost(Duration.ofSeconds(2)).until(() -> data.waiting() == 0);
        data.finish("c1");
        context.getRouteController().resumeRoute("polled");
        heard("cats start -", "cats start c1");
        assertThat(watch.systems()).allMatch(s -> s.up());
        assertThat(List.copyOf(rung)).hasSize(2);
    }
}
