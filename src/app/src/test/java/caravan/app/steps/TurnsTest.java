package caravan.app.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.loop.port.SystemException;
import caravan.loop.watch.SystemState;
import caravan.loop.watch.SystemWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final SystemWatch watch = new SystemWatch();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        template = context.createProducerTemplate();
        Ring ring = new Ring(() -> template);
        Failures noted = new Failures(watch, clock, ring);
        context.getRegistry().bind("failures", noted);
        context.getRegistry().bind("turns", new Turns(noted, ring));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).bean("failures", "note");
                from("seda:work?concurrentConsumers=4")
                        .routeId("work")
                        .routePolicyRef("turns")
                        .process(exchange -> work(exchange.getMessage().getBody(String.class)));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        gate.countDown();
        context.stop();
        clock.shutdownNow();
    }

    private void work(String key) throws InterruptedException {
        begun.add(key);
        if (key.equals("failing") && failures.incrementAndGet() <= 2) {
            throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, "nobody answers");
        }
        if (key.equals("slow")) {
            assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doorbells_that_ring_meanwhile_make_one_more_turn() {
        template.sendBody("seda:work", "slow");
        await().until(() -> begun.size() == 1);
        for (int i = 0; i < 5; i++) {
            template.sendBody("seda:work", "slow");
        }
        template.sendBody("seda:work", "other");
        await().until(() -> begun.contains("other"));
        assertThat(begun).containsExactly("slow", "other");
        gate.countDown();
        await().until(() -> begun.size() == 3);
        await().during(300, TimeUnit.MILLISECONDS).until(() -> begun.equals(List.of("slow", "other", "slow")));
    }

    @Test
    void a_step_that_fails_is_rung_again_until_it_works_and_the_system_is_up_again() {
        template.sendBody("seda:work", "failing");
        await().until(() -> begun.size() == 1);
        await().until(() -> watch.system("pachyderm").isPresent());
        await().until(() -> begun.size() == 3);
        await().until(() -> watch.system("pachyderm").map(SystemState::up).orElse(false));
    }
}
