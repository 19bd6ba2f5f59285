package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.schema.Type;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A strategic merge patch: like a merge patch, but lists are merged by the key of their items. */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String RETAIN = "$retainKeys";

    private StrategicMerge() {}

    static JsonNode apply(Type type, JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode given)) {
            return patch.deepCopy();
        }
        String directive = given.path(DIRECTIVE).asText("");
        ObjectNode merged = target instanceof ObjectNode object && !directive.equals("replace")
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        if (directive.equals("delete")) {
            return JsonNodeFactory.instance.objectNode();
        }
        given.properties().forEach(entry -> set(type, merged, entry.getKey(), entry.getValue()));
        if (given.has(RETAIN)) {
            List<String> kept = new ArrayList<>();
            given.path(RETAIN).forEach(name -> kept.add(name.asText()));
            merged.retain(kept);
        }
        return merged;
    }

    private static void set(Type type, ObjectNode merged, String name, JsonNode value) {
        if (name.startsWith(DELETE_FROM)) {
            String list = name.substring(DELETE_FROM.length());
            ArrayNode rest = JsonNodeFactory.instance.arrayNode();
            Set<JsonNode> gone = Set.copyOf(items(value));
            merged.path(list).forEach(item -> {
                if (!gone.contains(item)) {
                    rest.add(item);
                }
            });
            merged.set(list, rest);
        } else if (name.startsWith(ORDER)) {
            String list = name.substring(ORDER.length());
            merged.set(list, ordered(type.child(list), items(merged.path(list)), items(value)));
        } else if (name.startsWith("$")) {
            return;
        } else if (value.isNull()) {
            merged.remove(name);
        } else if (value instanceof ArrayNode array) {
            merged.set(name, list(type.child(name), merged.path(name), array));
        } else {
            merged.set(name, apply(type.child(name), merged.path(name), value));
        }
    }

    private static JsonNode list(Type type, JsonNode target, ArrayNode patch) {
        if (type instanceof Type.Distinct) {
            List<JsonNode> items = items(target);
            patch.forEach(item -> {
                if (!items.contains(item)) {
                    items.add(item);
                }
            });
            return array(items);
        }
        if (!(type instanceof Type.Keyed keyed)) {
            return patch.deepCopy();
        }
        String key = keyed.keys().get(0);
        List<JsonNode> items = items(target);
        for (JsonNode item : patch) {
            String directive = item.path(DIRECTIVE).asText("");
            if (directive.equals("replace") && !item.has(key)) {
                items.clear();
                continue;
            }
            int at = indexOf(items, key, item.path(key));
            if (directive.equals("delete")) {
                if (at >= 0) {
                    items.remove(at);
                }
            } else if (at >= 0) {
                items.set(at, apply(type.items(), items.get(at), item));
            } else {
                items.add(apply(type.items(), null, item));
            }
        }
        return array(items);
    }

    private static int indexOf(List<JsonNode> items, String key, JsonNode value) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(key).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode ordered(Type type, List<JsonNode> items, List<JsonNode> order) {
        if (!(type instanceof Type.Keyed keyed)) {
            return array(items);
        }
        String key = keyed.keys().get(0);
        List<JsonNode> sorted = new ArrayList<>();
        for (JsonNode wanted : order) {
            int at = indexOf(items, key, wanted.path(key));
            if (at >= 0) {
                sorted.add(items.remove(at));
            }
        }
        sorted.addAll(items);
        return array(sorted);
    }

    private static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    private static JsonNode array(List<JsonNode> items) {
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }
}
