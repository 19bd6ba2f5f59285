package caravan.determined;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ExperimentState;
import caravan.loop.ModelVersion;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Determined's JSON as the loop's values. */
final class Readers {
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Readers() {}

    static Experiment experiment(JsonNode node) {
        return new Experiment(
                node.path("id").asInt(),
                node.path("name").asText(),
                state(node.path("state").asText()),
                labels(node),
                node.path("forkedFrom").isNumber()
                        ? Optional.of(node.path("forkedFrom").asInt())
                        : Optional.empty(),
                node.path("progress").isNumber()
                        ? Optional.of(node.path("progress").asDouble())
                        : Optional.empty(),
                node.path("archived").asBoolean());
    }

    static ExperimentState state(String state) {
        return switch (state) {
            case "STATE_PAUSED" -> ExperimentState.PAUSED;
            case "STATE_COMPLETED" -> ExperimentState.COMPLETED;
            case "STATE_CANCELED" -> ExperimentState.CANCELED;
            case "STATE_ERROR" -> ExperimentState.ERROR;
            case "STATE_DELETED", "STATE_DELETING", "STATE_DELETE_FAILED" -> ExperimentState.DELETED;
            case "STATE_STOPPING_COMPLETED",
                    "STATE_STOPPING_CANCELED",
                    "STATE_STOPPING_ERROR",
                    "STATE_STOPPING_KILLED" -> ExperimentState.STOPPING;
            default -> ExperimentState.ACTIVE;
        };
    }

    static Checkpoint checkpoint(JsonNode node) {
        Map<String, Long> resources = new LinkedHashMap<>();
        node.path("resources")
                .fields()
                .forEachRemaining(e ->
                        resources.put(e.getKey(), Long.parseLong(e.getValue().asText("0"))));
        JsonNode training = node.path("training");
        return new Checkpoint(
                node.path("uuid").asText(),
                training.path("experimentId").asInt(),
                training.path("trialId").asInt(),
                training.path("searcherMetric").isNumber()
                        ? Optional.of(training.path("searcherMetric").asDouble())
                        : Optional.empty(),
                resources);
    }

    static ModelVersion version(String model, JsonNode node) {
        return new ModelVersion(
                model,
                node.path("version").asInt(),
                node.path("name").asText(),
                node.path("notes").asText(),
                labels(node),
                DeterminedHttp.MAPPER.convertValue(
                        node.path("metadata").isObject()
                                ? node.path("metadata")
                                : DeterminedHttp.MAPPER.createObjectNode(),
                        OBJECT),
                node.path("checkpoint").path("uuid").asText(),
                node.path("checkpoint").path("training").path("experimentId").asInt());
    }

    private static Set<String> labels(JsonNode node) {
        Set<String> labels = new LinkedHashSet<>();
        node.path("labels").forEach(l -> labels.add(l.asText()));
        return labels;
    }
}
