package caravan.server;

import caravan.server.scoring.Prediction;
import caravan.server.scoring.Workers;
import caravan.server.version.Version;
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

/** What is counted and measured, with the labels that Seldon's dashboards select by. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    /** Metrics of one served version. */
    public Metrics(Unit unit, Version version, Workers workers) {
        registry.config()
                .commonTags(Tags.of(
                        "deployment_name", unit.deployment(),
                        "seldon_deployment_name", unit.deployment(),
                        "model_name", unit.id(),
                        "model_image", unit.imageName(),
                        "model_version", unit.imageVersion(),
                        "image_name", unit.imageName(),
                        "image_version", unit.imageVersion(),
                        "predictor_name", unit.predictor(),
                        "predictor_version", version.name(),
                        "worker_id", String.valueOf(ProcessHandle.current().pid())));
        Gauge.builder("caravan_server_queue", workers, Workers::waiting)
                .description("Requests that wait for a worker")
                .register(registry);
        Gauge.builder("caravan_server_busy_workers", workers, Workers::busy)
                .description("Workers that decode or score")
                .register(registry);
        collector.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /**
     * An answered request.
     *
     * @param protocol seldon-rest, seldon-grpc, v2-rest or v2-grpc
     * @param method predict, feedback, ... as Seldon calls them
     * @param code HTTP status or gRPC status name
     */
    public void request(String protocol, String method, String code, Duration took) {
        Timer.builder("caravan_server_request")
                .description("Answered requests, from the last byte read to the answer's making, waiting included")
                .tags("protocol", protocol, "method", method, "code", code)
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2500),
                        Duration.ofSeconds(10))
                .register(registry)
                .record(took);
    }

    /** A prediction that was made. */
    public void prediction(Prediction prediction) {
        prediction.scores().forEach(scores -> Counter.builder("caravan_server_pictures")
                .description("Scored pictures by their most probable label")
                .tags("method", "predict", "label", prediction.label(scores))
                .register(registry)
                .increment());
        counter("caravan_server_outliers", "Pictures unlike those of the training", "predict")
                .increment(prediction.outliers());
    }

    /** A caller's feedback. */
    public void feedback(double reward) {
        counter("seldon_api_model_feedback", "Feedback messages", "feedback").increment();
        counter("seldon_api_model_feedback_reward", "Sum of the rewards in feedback messages", "feedback")
                .increment(Math.max(0, reward));
    }

    /** Everything as Prometheus text. */
    public String scrape() {
        return registry.scrape();
    }

    private Counter counter(String name, String description, String method) {
        return Counter.builder(name)
                .description(description)
                .tags("method", method)
                .register(registry);
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
