package caravan.sandbox.seldon;

import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The webhook's rules for a node of a graph and those below it. */
final class UnitRules {
    /** Servers that need no container of one's own, with their images. */
    static final Map<String, String> SERVERS = Map.of(
            "SKLEARN_SERVER", "seldonio/sklearnserver:1.17.1",
            "XGBOOST_SERVER", "seldonio/xgboostserver:1.17.1",
            "TENSORFLOW_SERVER", "seldonio/tfserving-proxy:1.17.1",
            "MLFLOW_SERVER", "seldonio/mlflowserver:1.17.1",
            "HUGGINGFACE_SERVER", "seldonio/mlserver:1.3.5-huggingface",
            "TRITON_SERVER", "nvcr.io/nvidia/tritonserver:21.08-py3",
            "TEMPO_SERVER", "seldonio/mlserver:1.3.5-slim");

    private static final Set<String> IN_THE_EXECUTOR =
            Set.of("SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST", "AVERAGE_COMBINER");
    private static final Set<String> NOT_TENSORFLOW =
            Set.of("SKLEARN_SERVER", "XGBOOST_SERVER", "MLFLOW_SERVER", "HUGGINGFACE_SERVER");

    private UnitRules() {}

    static void review(
            Spec spec,
            JsonNode predictor,
            JsonNode unit,
            String path,
            Set<String> containers,
            List<Refusal.Cause> causes) {
        String name = Spec.name(unit);
        String implementation = unit.path("implementation").asText("");
        if (Spec.withoutImplementation(unit)) {
            if (!containers.contains(name)) {
                Webhook.invalid(causes, path, name, "Can't find container for Predictive Unit");
            }
            if (unit.path("type").asText().equals("UNKNOWN_TYPE")
                    && unit.path("methods").isEmpty()) {
                Webhook.invalid(
                        causes,
                        path,
                        name,
                        "Predictive Unit has no implementation methods defined. Change to a known type or add what"
                                + " methods it defines");
            }
        } else if (!IN_THE_EXECUTOR.contains(implementation)) {
            server(spec, unit, path, name, implementation, predictor, causes);
        }
        JsonNode logger = unit.path("logger");
        if (logger.isObject() && logger.path("mode").asText("").isEmpty()) {
            Webhook.invalid(causes, path, "", "No logger mode specified");
        }
        for (int i = 0; i < unit.path("children").size(); i++) {
            review(spec, predictor, unit.path("children").get(i), path + "[" + i + "]", containers, causes);
        }
    }

    private static void server(
            Spec spec,
            JsonNode unit,
            String path,
            String name,
            String implementation,
            JsonNode predictor,
            List<Refusal.Cause> causes) {
        if (unit.path("modelUri").asText("").isEmpty() && !implementation.equals("HUGGINGFACE_SERVER")) {
            Webhook.invalid(causes, path, name, "Predictive unit modelUri required when using standalone servers");
        }
        if (spec.protocol().equals("tensorflow") && NOT_TENSORFLOW.contains(implementation)) {
            Webhook.invalid(
                    causes, path, name, "Prepackaged server does not handle tensorflow protocol " + implementation);
        }
        boolean image = Spec.containers(predictor).stream()
                .anyMatch(c ->
                        Spec.name(c).equals(name) && !c.path("image").asText("").isEmpty());
        if (!image && !SERVERS.containsKey(implementation)) {
            Webhook.invalid(causes, path, name, "No entry in predictors map for " + implementation);
        }
    }
}
