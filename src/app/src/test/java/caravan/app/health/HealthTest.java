package caravan.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.loop.port.SystemException;
import caravan.loop.watch.SystemWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Clock clock = new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };
    private final SystemWatch watch = new SystemWatch(clock);

    @Test
    void a_system_is_unknown_then_down_with_its_trouble_then_up_by_itself() {
        SystemHealth health = new SystemHealth("determined", watch);
        assertThat(health.call().getState()).isEqualTo(State.UNKNOWN);
        watch.failed(
                "poll",
                new SystemException("determined", SystemException.Kind.UNAUTHENTICATED, "HTTP 401 bad password"));
        assertThat(health.call().getState()).isEqualTo(State.DOWN);
        assertThat(health.call().getMessage()).contains("HTTP 401 bad password (poll)");
        watch.succeeded("determined", "poll");
        assertThat(health.call().getState()).isEqualTo(State.UP);
        assertThat(health.isLiveness() || health.isReadiness()).isFalse();
    }

    @Test
    void a_step_is_stuck_when_it_has_not_succeeded_for_long_although_the_systems_work() throws Exception {
        LastReconciles reconciles = new LastReconciles(List.of("training"), clock);
        Main main = new Main();
        try {
            main.bind("lastReconciles", reconciles);
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(IllegalStateException.class).handled(true).log("failed");
                    from("seda:training")
                            .routeId("training")
                            .choice()
                            .when(body().isEqualTo("bad"))
                            .throwException(new IllegalStateException("no"))
                            .end();
                }
            });
            main.start();
            CamelContext context = main.getCamelContext();
            ReconcileHealth health = new ReconcileHealth(reconciles, watch, Duration.ofMinutes(5), () -> true, clock);
            context.createProducerTemplate().sendBody("seda:training", "good");
            await().until(() -> reconciles.last().get("training").isPresent());
            now.updateAndGet(i -> i.plusSeconds(200));
            assertThat(health.call().getState()).isEqualTo(State.UP);
            assertThat(health.call().getDetails()).containsEntry("training", "200 s ago");

            context.createProducerTemplate().requestBody("seda:training", "bad");
            now.updateAndGet(i -> i.plusSeconds(200));
            HealthCheck.Result stuck = health.call();
            assertThat(stuck.getState()).isEqualTo(State.DOWN);
            assertThat(stuck.getMessage()).contains("step training has not succeeded for 400 s");

            watch.failed("a", new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, "away"));
            assertThat(health.call().getState()).isEqualTo(State.UP);
            watch.succeeded("a");
            assertThat(new ReconcileHealth(reconciles, watch, Duration.ofMinutes(5), () -> false, clock)
                            .call()
                            .getState())
                    .isEqualTo(State.UP);
        } finally {
            main.stop();
        }
    }
}
