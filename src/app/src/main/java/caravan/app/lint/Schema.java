package caravan.app.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The JSON schema of Camel's YAML DSL, as it comes with the version that runs the routes. */
final class Schema {
    static final String ROUTE = "org.apache.camel.model.RouteDefinition";
    static final String ROUTE_FROM = "org.apache.camel.dsl.yaml.deserializers.RouteFromDefinitionDeserializer";
    static final String BEANS = "org.apache.camel.dsl.yaml.deserializers.BeansDeserializer";
    static final String EXPRESSION = "org.apache.camel.model.language.ExpressionDefinition";
    private static final String FILE = "/schema/camelYamlDsl.json";
    private static final String PREFIX = "#/items/definitions/";

    private final JsonNode root;
    private final Map<String, Shape> shapes = new HashMap<>();

    Schema() {
        try (InputStream in = org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader.class.getResourceAsStream(FILE)) {
            root = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the YAML DSL's schema cannot be read", e);
        }
    }

    /** A whole file of routes. */
    Shape file() {
        return shape(root);
    }

    /** One of the named definitions. */
    Shape named(String definition) {
        return shapes.computeIfAbsent(
                definition,
                d -> Shape.of(d, root.path("items").path("definitions").path(d), this));
    }

    Shape shape(JsonNode schema) {
        return schema.has("$ref") ? named(reference(schema)) : Shape.of("", schema, this);
    }

    static String reference(JsonNode schema) {
        return schema.path("$ref").asText().substring(PREFIX.length());
    }
}
