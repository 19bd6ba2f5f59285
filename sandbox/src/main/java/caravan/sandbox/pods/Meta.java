package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an object's metadata say.
 *
 * @param deleting whether it is on its way out
 */
public record Meta(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<String> owner,
        boolean deleting,
        long generation) {

    /** Reads an object. */
    public static Meta of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        Optional<String> owner = Optional.empty();
        for (JsonNode reference : metadata.path("ownerReferences")) {
            if (reference.path("controller").asBoolean()) {
                owner = Optional.of(reference.path("uid").asText());
            }
        }
        return new Meta(
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                texts(metadata.path("labels")),
                texts(metadata.path("annotations")),
                owner,
                metadata.has("deletionTimestamp"),
                metadata.path("generation").asLong());
    }

    /** A JSON object of texts. */
    public static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** Whether an object with these labels is selected. */
    public static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    /** Where the object is. */
    public Place place() {
        return new Place(namespace, name);
    }

    /** A namespace and a name in it. */
    public record Place(String namespace, String name) {
        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }
}
