package caravan.sandbox.kubernetes.fields;

import caravan.sandbox.kubernetes.schema.Keys;
import caravan.sandbox.kubernetes.schema.Type;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values one step below a value, by step. */
final class Steps {
    private Steps() {}

    /** Whether a value of the type is owned as a whole. */
    static boolean whole(Type type, JsonNode value) {
        if (value.isObject()) {
            return value.isEmpty() || type instanceof Type.Scalar;
        }
        return !value.isArray() || value.isEmpty() || !granular(type);
    }

    private static boolean granular(Type list) {
        return list instanceof Type.Keyed || list instanceof Type.Distinct;
    }

    /** Whether the items themselves are owned beside what is in them: those of maps with any keys and of lists. */
    static boolean ownsItems(Type type) {
        return !(type instanceof Type.Struct);
    }

    static Map<String, JsonNode> of(Type type, JsonNode value) {
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        if (value.isObject()) {
            value.properties().forEach(e -> steps.put("f:" + e.getKey(), e.getValue()));
        } else {
            value.forEach(item -> steps.put(step(type, item), item));
        }
        return steps;
    }

    static String step(Type type, JsonNode item) {
        return type instanceof Type.Keyed keyed ? "k:" + Keys.of(keyed, item) : "v:" + item;
    }

    static Type type(Type type, String step) {
        return step.startsWith("f:") ? type.child(step.substring(2)) : type.items();
    }
}
