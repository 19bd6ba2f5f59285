package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where an object is found.
 *
 * @param kind its kind
 * @param namespace its namespace, empty for an object of the whole cluster
 * @param name its name
 */
public record Key(Kind kind, String namespace, String name) {
    /** The key of an object. */
    public static Key of(Kind kind, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new Key(
                kind,
                kind.namespaced() ? metadata.path("namespace").asText("") : "",
                metadata.path("name").asText(""));
    }
}
