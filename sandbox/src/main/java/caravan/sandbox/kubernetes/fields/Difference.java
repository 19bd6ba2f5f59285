package caravan.sandbox.kubernetes.fields;

import caravan.sandbox.kubernetes.schema.Type;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * Which fields differ between two states of an object.
 *
 * @param changed those that are new or have another value
 * @param removed those that are gone
 */
public record Difference(FieldSet changed, FieldSet removed) {
    /** Compares two states. */
    public static Difference between(Type type, JsonNode before, JsonNode after) {
        Difference difference = new Difference(new FieldSet(), new FieldSet());
        compare(type, before, after, difference.changed, difference.removed);
        return difference;
    }

    /** All fields of an object, as someone owns them who wrote it whole. */
    public static FieldSet all(Type type, JsonNode object) {
        return between(type, JsonNodeFactory.instance.objectNode(), object).changed;
    }

    private static void compare(Type type, JsonNode before, JsonNode after, FieldSet changed, FieldSet removed) {
        Map<String, JsonNode> old = Steps.of(type, before);
        Map<String, JsonNode> fresh = Steps.of(type, after);
        fresh.forEach((step, value) -> {
            Type below = Steps.type(type, step);
            JsonNode was = old.get(step);
            if (was == null) {
                every(type, below, value, changed.at(step));
            } else if (!was.equals(value)) {
                if (alike(below, was, value)) {
                    compare(below, was, value, changed.at(step), removed.at(step));
                } else {
                    every(type, below, value, changed.at(step));
                    every(type, below, was, removed.at(step));
                }
            }
        });
        old.forEach((step, value) -> {
            if (!fresh.containsKey(step)) {
                every(type, Steps.type(type, step), value, removed.at(step));
            }
        });
    }

    private static boolean alike(Type type, JsonNode was, JsonNode value) {
        return !Steps.whole(type, was) && !Steps.whole(type, value) && was.getNodeType() == value.getNodeType();
    }

    /** The value's own place where it is one field or an item, and everything in it. */
    private static void every(Type parent, Type type, JsonNode value, FieldSet into) {
        boolean whole = Steps.whole(type, value);
        if (whole || Steps.ownsItems(parent)) {
            into.add();
        }
        if (!whole) {
            Steps.of(type, value).forEach((step, item) -> every(type, Steps.type(type, step), item, into.at(step)));
        }
    }
}
