package caravan.sandbox.seldon;

import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A SeldonDeployment.
 *
 * @param json the object
 */
record Spec(ObjectNode json) {
    private static final List<String> UNKNOWN = List.of("", "UNKNOWN_IMPLEMENTATION");

    Meta meta() {
        return Meta.of(json);
    }

    JsonNode spec() {
        return json.path("spec");
    }

    Fronts.DeploymentKey key() {
        return new Fronts.DeploymentKey(meta().namespace(), meta().name());
    }

    String protocol() {
        String protocol = spec().path("protocol").asText("");
        return protocol.isEmpty() ? "seldon" : protocol;
    }

    List<JsonNode> predictors() {
        List<JsonNode> predictors = new ArrayList<>();
        spec().path("predictors").forEach(predictors::add);
        return predictors;
    }

    Map<String, String> annotations() {
        return Meta.texts(spec().path("annotations"));
    }

    static String name(JsonNode named) {
        return named.path("name").asText("");
    }

    static boolean shadow(JsonNode predictor) {
        return predictor.path("shadow").asBoolean();
    }

    static int traffic(JsonNode predictor) {
        return predictor.path("traffic").asInt(0);
    }

    static boolean withoutImplementation(JsonNode unit) {
        return UNKNOWN.contains(unit.path("implementation").asText(""));
    }

    /** The containers of all of a predictor's pods. */
    static List<JsonNode> containers(JsonNode predictor) {
        List<JsonNode> containers = new ArrayList<>();
        predictor
                .path("componentSpecs")
                .forEach(c -> c.path("spec").path("containers").forEach(containers::add));
        return containers;
    }
}
