package caravan.app.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What may stand at one place of a route: everything that any alternative of the schema allows there, so that a name is
 * unknown only where no alternative knows it.
 */
final class Shape {
    private final String name;
    private final Schema schema;
    private final Set<String> types = new LinkedHashSet<>();
    private final Map<String, JsonNode> properties = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Set<String> values = new LinkedHashSet<>();
    private JsonNode items;
    private boolean closed;
    private boolean single;
    private boolean needsExpression;

    private Shape(String name, Schema schema) {
        this.name = name;
        this.schema = schema;
    }

    static Shape of(String name, JsonNode node, Schema schema) {
        Shape shape = new Shape(name, schema);
        shape.collect(node, false);
        return shape;
    }

    private void collect(JsonNode node, boolean alternative) {
        if (node.has("$ref")) {
            String reference = Schema.reference(node);
            needsExpression |= reference.equals(Schema.EXPRESSION) && !name.equals(Schema.EXPRESSION);
            merge(schema.named(reference));
        }
        if (node.has("type")) {
            types.add(node.path("type").asText());
        }
        node.path("properties").fields().forEachRemaining(e -> {
            JsonNode known = properties.get(e.getKey());
            if (known == null || known.isEmpty()) {
                properties.put(e.getKey(), e.getValue());
            }
        });
        node.path("enum").forEach(v -> values.add(v.asText()));
        closed |= node.path("additionalProperties").isBoolean()
                && !node.path("additionalProperties").asBoolean();
        single |= node.path("maxProperties").asInt() == 1;
        items = node.has("items") ? node.path("items") : items;
        if (!alternative) {
            node.path("required").forEach(r -> required.add(r.asText()));
        }
        for (String many : new String[] {"oneOf", "anyOf", "allOf"}) {
            node.path(many).forEach(one -> {
                if (!one.has("not")) {
                    collect(one, true);
                }
            });
        }
    }

    private void merge(Shape other) {
        types.addAll(other.types);
        other.properties.forEach((k, v) -> {
            JsonNode known = properties.get(k);
            if (known == null || known.isEmpty()) {
                properties.put(k, v);
            }
        });
        values.addAll(other.values);
        items = items == null ? other.items : items;
    }

    /** The definition's name; blank for one that stands where it is used. */
    String name() {
        return name;
    }

    /** The JSON types that are allowed; none where anything is. */
    Set<String> types() {
        return types;
    }

    Set<String> names() {
        return properties.keySet();
    }

    Shape property(String key) {
        return schema.shape(properties.get(key));
    }

    Set<String> required() {
        return required;
    }

    /** The allowed texts; none where any is. */
    Set<String> values() {
        return values;
    }

    boolean list() {
        return items != null;
    }

    Shape item() {
        return schema.shape(items);
    }

    /** Whether other names than the known ones are wrong. */
    boolean closed() {
        return closed;
    }

    /** Whether only one of the names may stand there. */
    boolean single() {
        return single;
    }

    /** Whether an expression in one of the languages belongs there. */
    boolean needsExpression() {
        return needsExpression;
    }
}
