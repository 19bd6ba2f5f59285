package caravan.detectors.http;

import caravan.detectors.event.Deployment;
import caravan.detectors.event.PredictionEvent;
import caravan.detectors.watch.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** What is counted and measured. Deployments beyond the first 200 share one label, so that series stay bounded. */
public final class Metrics implements AutoCloseable {
    private static final int MOST_DEPLOYMENTS = 200;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final Set<Deployment> known = new HashSet<>();
    private final Map<Tags, AtomicInteger> drifted = new HashMap<>();

    /** Metrics of a process. */
    public Metrics() {
        collector.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** A number that is looked at when it is asked for. */
    public void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(description).register(registry);
    }

    /** An event that was answered with this status of HTTP. */
    void answered(int status, Duration took) {
        Timer.builder("caravan_detectors_event")
                .description("Answered events, from the last byte read to the answer's making, waiting included")
                .tags("code", String.valueOf(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(10))
                .register(registry)
                .record(took);
    }

    void duplicate() {
        counter("caravan_detectors_duplicates", "Events that were there before", Tags.empty())
                .increment();
    }

    void judged(PredictionEvent event, Verdict verdict) {
        Tags tags = tags(event.deployment());
        counter("caravan_detectors_predictions", "Predictions that were looked at", tags)
                .increment(verdict.outliers().count());
        counter("caravan_detectors_outliers", "Predictions on inputs unlike those of the training", tags)
                .increment(verdict.outliers().flagged());
        if (verdict.drift() != null) {
            boolean drift = verdict.drift().drift();
            counter("caravan_detectors_windows", "Windows that were judged", tags.and("drift", String.valueOf(drift)))
                    .increment();
            drifted(tags).set(drift ? 1 : 0);
        }
    }

    private synchronized AtomicInteger drifted(Tags tags) {
        return drifted.computeIfAbsent(tags, t -> {
            AtomicInteger last = new AtomicInteger();
            Gauge.builder("caravan_detectors_drift", last, AtomicInteger::get)
                    .description("Whether the last window has drifted")
                    .tags(t)
                    .register(registry);
            return last;
        });
    }

    private synchronized Tags tags(Deployment deployment) {
        boolean named = known.contains(deployment) || known.size() < MOST_DEPLOYMENTS && known.add(deployment);
        return Tags.of(
                "namespace", named ? deployment.namespace() : "",
                "deployment", named ? deployment.name() : "(other)");
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
