package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a request's message, by their lower-camel-case names; the snake-case ones are taken as well, unknown ones
 * ignored, null is as good as none.
 */
record Fields(JsonNode node) {

    Optional<JsonNode> get(String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode()) {
            found = node.path(snake(name));
        }
        return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found);
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    boolean has(String name) {
        return get(name).isPresent();
    }

    Optional<String> textIfAny(String name) {
        return get(name).map(value -> {
            if (!value.isTextual()) {
                throw unmarshal(value, "string");
            }
            return value.asText();
        });
    }

    String text(String name) {
        return textIfAny(name).orElse("");
    }

    Optional<Long> numberIfAny(String name) {
        return get(name).map(value -> {
            if (value.isNumber()) {
                return value.asLong();
            }
            try {
                return Long.parseLong(value.asText());
            } catch (NumberFormatException e) {
                throw unmarshal(value, "int64");
            }
        });
    }

    int number(String name) {
        return numberIfAny(name).orElse(0L).intValue();
    }

    boolean flag(String name) {
        return get(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw unmarshal(value, "bool");
                    }
                    return value.asBoolean();
                })
                .orElse(false);
    }

    Optional<ObjectNode> objectIfAny(String name) {
        return get(name).map(value -> {
            if (!value.isObject()) {
                throw unmarshal(value, "map[string]json.RawMessage");
            }
            return (ObjectNode) value;
        });
    }

    Fields fields(String name) {
        return new Fields(objectIfAny(name).orElseGet(Json::object));
    }

    List<JsonNode> list(String name) {
        List<JsonNode> items = new ArrayList<>();
        get(name).ifPresent(value -> {
            if (!value.isArray()) {
                throw unmarshal(value, "[]json.RawMessage");
            }
            value.forEach(items::add);
        });
        return items;
    }

    List<String> texts(String name) {
        return list(name).stream()
                .map(item -> {
                    if (!item.isTextual()) {
                        throw unmarshal(item, "string");
                    }
                    return item.asText();
                })
                .toList();
    }

    private static ApiException unmarshal(JsonNode value, String type) {
        return ApiException.invalid("json: cannot unmarshal "
                + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + " into Go value of type " + type);
    }
}
