package caravan.app.steps;

import caravan.app.UseCases;
import caravan.app.events.ProtobufPayload;
import caravan.loop.port.DataPort;
import caravan.loop.steps.Facts;
import caravan.loop.steps.VersionFact;
import caravan.loop.usecase.UseCase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code monitoring}: from a prediction to a verdict of the detectors. */
public final class Monitoring {
    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UseCases useCases;
    private final DataPort data;
    private final MeterRegistry meters;
    private final Map<String, VersionFact> versions = new ConcurrentHashMap<>();
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    /** Over these use cases. */
    public Monitoring(UseCases useCases, DataPort data, MeterRegistry meters) {
        this.useCases = useCases;
        this.data = data;
        this.meters = meters;
    }

    /**
     * Adds to a prediction event whose it is: headers {@code useCase} and {@code ce-caravan*} with the use case, the
     * version that answered and where its detectors are.
     */
    public void address(Exchange exchange) throws IOException {
        String namespace = exchange.getMessage().getHeader("ce-namespace", "", String.class);
        String deployment = exchange.getMessage().getHeader("ce-inferenceservicename", "", String.class);
        Optional<UseCase> useCase = useCases.deployed(namespace, deployment);
        if (useCase.isEmpty()) {
            LOG.debug("a prediction of {}/{}, which is no use case's deployment", namespace, deployment);
            exchange.setRouteStop(true);
            return;
        }
        exchange.getMessage().setHeader(Step.USE_CASE, useCase.get().name());
        exchange.getMessage().setHeader("ce-caravanusecase", useCase.get().name());
        byte[] body = exchange.getMessage().getBody(byte[].class);
        if (exchange.getMessage().getHeader("Content-Type", "", String.class).startsWith("application/protobuf")) {
            body = ProtobufPayload.json(exchange.getMessage().getHeader("ce-protocol", "seldon", String.class), body);
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("Content-Type", "application/json");
        }
        String version = version(body);
        if (!version.isBlank()) {
            exchange.getMessage().setHeader("ce-caravanversion", version);
            fact(useCase.get(), version).ifPresent(fact -> {
                exchange.getMessage()
                        .setHeader(
                                "ce-caravanversionuri",
                                "pachyderm://" + useCase.get().output() + "@" + fact.outputCommit() + "/checkpoint");
                exchange.getMessage().setHeader("ce-caravanversionsha256", fact.sha256());
            });
        }
    }

    private static String version(byte[] body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        String tag = answer.path("meta").path("tags").path("version").asText();
        return tag.isBlank() ? answer.path("parameters").path("version").asText() : tag;
    }

    private Optional<VersionFact> fact(UseCase useCase, String version) {
        String key = useCase.name() + "\n" + version;
        VersionFact known = versions.get(key);
        if (known == null) {
            known = Facts.read(data, useCase.outputBranch())
                    .get(Facts.VERSIONS, version, VersionFact.class)
                    .orElse(null);
            if (known != null) {
                versions.put(key, known);
            }
        }
        return Optional.ofNullable(known);
    }

    /** A prediction could not be judged: it is lost to the windows, which is counted and, the first time, said. */
    public void lost(Exchange exchange) {
        String useCase = Step.key(exchange);
        count("caravan.predictions.unjudged", useCase == null ? "" : useCase, 1);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String message = String.valueOf(failure.getMessage());
        if (!message.equals(trouble.getAndSet(message))) {
            LOG.warn("use case {}: predictions are not judged: {}", useCase, message);
        }
    }

    /** Body: the detectors' answer; header {@code step}: {@code drift}, {@code steady} or {@code counted}. */
    public void judge(Exchange exchange) {
        if (!trouble.getAndSet("").isEmpty()) {
            LOG.info("predictions are judged again");
        }
        Map<?, ?> answer = exchange.getMessage().getBody(Map.class);
        String useCase = Step.key(exchange);
        String version = exchange.getMessage().getHeader("ce-caravanversion", "", String.class);
        if (answer.get("outliers") instanceof Map<?, ?> outliers) {
            count("caravan.predictions.watched", useCase, number(outliers.get("count")));
            count("caravan.predictions.outliers", useCase, number(outliers.get("flagged")));
        }
        String step = "counted";
        if (answer.get("drift") instanceof Map<?, ?> drift) {
            boolean alarm = Boolean.TRUE.equals(drift.get("drift"));
            step = alarm ? "drift" : "steady";
            count("caravan.drift.windows", useCase, 1);
            count("caravan.drift.alarms", useCase, alarm ? 1 : 0);
        }
        exchange.getMessage().setHeader(Step.STEP, step);
        exchange.getMessage()
                .setHeader(
                        Step.REASON,
                        "the pictures of late do not look like those that version " + version + " was fitted on");
    }

    private static int number(Object value) {
        return value instanceof Number n ? n.intValue() : 0;
    }

    private void count(String name, String useCase, int by) {
        meters.counter(name, "use_case", useCase).increment(by);
    }
}
