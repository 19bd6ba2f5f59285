package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The shape in which a client wants objects.
 *
 * @param as {@code Table}, {@code PartialObjectMetadata}, {@code PartialObjectMetadataList}, or empty for the objects
 * @param version the version of that shape
 * @param objects what a table's rows carry: {@code Metadata}, {@code Object} or {@code None}
 */
record Format(String as, String version, String objects) {
    private static final String GROUP = "meta.k8s.io";

    /** What the {@code Accept} header asks for first. */
    static Format of(Call call) {
        String objects = call.parameter("includeObject").orElse("Metadata");
        for (String range : call.header("Accept").split(",")) {
            String[] parts = range.trim().split("\\s*;\\s*");
            Optional<String> as = value(parts, "as");
            if (as.isPresent() && value(parts, "g").filter(GROUP::equals).isPresent()) {
                return new Format(as.get(), value(parts, "v").orElse("v1"), objects);
            }
            if (parts[0].equals("application/json") || parts[0].equals("*/*")) {
                break;
            }
        }
        return new Format("", "", objects);
    }

    private static Optional<String> value(String[] parts, String name) {
        return List.of(parts).stream()
                .filter(p -> p.startsWith(name + "="))
                .map(p -> p.substring(name.length() + 1))
                .findFirst();
    }

    /** An object or a list of them in this shape. */
    JsonNode shape(Kind kind, JsonNode body) {
        boolean list = body.path("items").isArray();
        return switch (as) {
            case "Table" -> table(kind, body, list ? body.path("items") : array(body), true);
            case "PartialObjectMetadata", "PartialObjectMetadataList" -> list ? partialList(body) : partial(body);
            default -> body;
        };
    }

    /** The object of a watch's event in this shape; only the first has the columns. */
    JsonNode event(Kind kind, JsonNode object, boolean first) {
        return as.equals("Table") ? table(kind, object, array(object), first) : shape(kind, object);
    }

    private static JsonNode array(JsonNode object) {
        return JsonNodeFactory.instance.arrayNode().add(object);
    }

    private JsonNode table(Kind kind, JsonNode body, JsonNode objects, boolean head) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", GROUP + "/" + version);
        table.putObject("metadata")
                .put(
                        "resourceVersion",
                        body.path("metadata").path("resourceVersion").asText());
        List<Column> columns = Columns.of(kind);
        ArrayNode definitions = table.putArray("columnDefinitions");
        if (head) {
            columns.forEach(column -> definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", "")
                    .put("priority", column.priority()));
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> rows.add(row(columns, object)));
        return table;
    }

    private ObjectNode row(List<Column> columns, JsonNode object) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        ArrayNode cells = row.putArray("cells");
        columns.forEach(column -> cells.addPOJO(column.cell().apply(object)));
        if (objects.equals("Object")) {
            row.set("object", object);
        } else if (!objects.equals("None")) {
            row.set("object", partial(object));
        }
        return row;
    }

    private ObjectNode partial(JsonNode object) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        partial.put("kind", "PartialObjectMetadata")
                .put("apiVersion", GROUP + "/" + (version.isEmpty() ? "v1" : version));
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private JsonNode partialList(JsonNode list) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        partial.put("kind", "PartialObjectMetadataList").put("apiVersion", GROUP + "/" + version);
        partial.set("metadata", list.path("metadata"));
        ArrayNode items = partial.putArray("items");
        list.path("items").forEach(object -> items.add(partial(object)));
        return partial;
    }
}
