package caravan.sandbox.kubernetes.fields;

import caravan.sandbox.kubernetes.schema.Type;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object with a part of it applied. */
public final class Merge {
    private Merge() {}

    /** The object with everything that the part says. */
    public static JsonNode apply(Type type, JsonNode object, JsonNode part) {
        if (object == null || Steps.whole(type, object) || Steps.whole(type, part)) {
            return part.deepCopy();
        }
        if (part instanceof ObjectNode) {
            ObjectNode merged = (ObjectNode) object.deepCopy();
            part.properties()
                    .forEach(e -> merged.set(
                            e.getKey(), apply(type.child(e.getKey()), object.get(e.getKey()), e.getValue())));
            return merged;
        }
        Map<String, JsonNode> items = new LinkedHashMap<>(Steps.of(type, object));
        Steps.of(type, part)
                .forEach((step, item) -> items.merge(step, item, (was, is) -> apply(type.items(), was, is)));
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        items.values().forEach(item -> merged.add(item.deepCopy()));
        return merged;
    }

    /** The value without the fields of a set, unless something in them is kept by another set. Null where it is gone. */
    public static JsonNode remove(Type type, JsonNode value, FieldSet fields, FieldSet kept) {
        if (fields.isMember() && kept.isEmpty()) {
            return null;
        }
        if (Steps.whole(type, value)) {
            return value;
        }
        Map<String, JsonNode> items = Steps.of(type, value);
        Map<String, JsonNode> left = new LinkedHashMap<>();
        items.forEach((step, item) -> {
            JsonNode rest = fields.has(step)
                    ? remove(
                            Steps.type(type, step),
                            item,
                            fields.at(step),
                            kept.has(step) ? kept.at(step) : new FieldSet())
                    : item;
            if (rest != null) {
                left.put(step, rest);
            }
        });
        if (left.isEmpty() && !items.isEmpty() && kept.isEmpty()) {
            return null;
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            left.forEach((step, item) -> object.set(step.substring(2), item));
            return object;
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        left.values().forEach(array::add);
        return array;
    }
}
