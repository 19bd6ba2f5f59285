package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The number of pods of an object, as the subresource {@code scale} has it. */
final class Scale {
    private Scale() {}

    /** The scale of an object. */
    static ObjectNode of(Kind kind, ObjectNode object) {
        if (!object.path("spec").has("replicas")) {
            throw Refusal.internal("the spec replicas field \".spec.replicas\" does not exist");
        }
        return orZero(kind, object);
    }

    private static ObjectNode orZero(Kind kind, ObjectNode object) {
        ObjectNode scale = JsonNodeFactory.instance.objectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        JsonNode metadata = object.path("metadata");
        ObjectNode own = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            own.set(field, metadata.path(field));
        }
        scale.putObject("spec")
                .put("replicas", object.path("spec").path("replicas").asInt());
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.path("status").path("replicas").asInt());
        JsonNode labels = object.at("/spec/selector/matchLabels");
        if (labels.isObject()) {
            status.put(
                    "selector",
                    labels.properties().stream()
                            .map(e -> e.getKey() + "=" + e.getValue().asText())
                            .collect(Collectors.joining(",")));
        }
        return scale;
    }

    /** The scale that is patched, zero where there is none. */
    static ObjectNode patchable(Kind kind, ObjectNode object) {
        return orZero(kind, object);
    }

    /** The object with the scale's number of pods. */
    static ObjectNode into(ObjectNode object, JsonNode scale) {
        String version = scale.path("metadata").path("resourceVersion").asText("");
        if (!version.isEmpty()) {
            object.withObject("/metadata").put("resourceVersion", version);
        }
        object.withObject("/spec")
                .put("replicas", scale.path("spec").path("replicas").asInt());
        return object;
    }
}
