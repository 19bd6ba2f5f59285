package caravan.sandbox.kubernetes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.stream.Collectors;

/** What tells the items of a list apart. */
public final class Keys {
    private Keys() {}

    /** The keys of an item and their values. */
    public static ObjectNode of(Type.Keyed type, JsonNode item) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (String name : type.keys()) {
            value(type, item, name).ifPresent(v -> key.set(name, v));
        }
        return key;
    }

    private static Optional<JsonNode> value(Type.Keyed type, JsonNode item, String name) {
        if (item.has(name)) {
            return Optional.of(item.get(name));
        }
        return Optional.ofNullable(type.defaults().get(name)).map(TextNode::valueOf);
    }

    /** The same as messages have it: {@code [containerPort=9000,protocol="TCP"]}. */
    static String words(Type.Keyed type, JsonNode item) {
        return words(of(type, item));
    }

    /** A key as messages have it. */
    public static String words(ObjectNode key) {
        return key.properties().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",", "[", "]"));
    }
}
