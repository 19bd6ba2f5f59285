package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON patch, RFC 6902. */
final class JsonPatch {
    private JsonPatch() {}

    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isArray()) {
            throw Refusal.badRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }
        JsonNode document = target.deepCopy();
        for (JsonNode operation : patch) {
            document = step(document, operation);
        }
        return document;
    }

    private static JsonNode step(JsonNode document, JsonNode operation) {
        String name = operation.path("op").asText();
        JsonPointer path = pointer(operation.path("path").asText());
        switch (name) {
            case "add" -> {
                return add(document, path, operation.get("value"));
            }
            case "replace" -> {
                require(document, path, name);
                remove(document, path);
                return add(document, path, operation.get("value"));
            }
            case "remove" -> {
                require(document, path, name);
                remove(document, path);
                return document;
            }
            case "move", "copy" -> {
                JsonPointer from = pointer(operation.path("from").asText());
                require(document, from, name);
                JsonNode value = document.at(from).deepCopy();
                if (name.equals("move")) {
                    remove(document, from);
                }
                return add(document, path, value);
            }
            case "test" -> {
                if (!document.at(path).equals(operation.path("value"))) {
                    throw refused("testing value " + path + " failed");
                }
                return document;
            }
            default -> throw refused("Unexpected kind: " + name);
        }
    }

    private static JsonPointer pointer(String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw refused("invalid path: " + text);
        }
    }

    private static void require(JsonNode document, JsonPointer path, String operation) {
        if (document.at(path).isMissingNode()) {
            throw refused(operation + " operation does not apply: doc is missing path: " + path + ": missing value");
        }
    }

    private static JsonNode add(JsonNode document, JsonPointer path, JsonNode value) {
        if (value == null) {
            throw refused("add operation has no value: " + path);
        }
        if (path.matches()) {
            return value;
        }
        JsonNode parent = document.at(path.head());
        if (parent instanceof ObjectNode object) {
            object.set(path.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            int index = path.last().getMatchingProperty().equals("-")
                    ? array.size()
                    : path.last().getMatchingIndex();
            if (index < 0 || index > array.size()) {
                throw refused("add operation does not apply: doc is missing path: " + path + ": invalid index");
            }
            array.insert(index, value);
        } else {
            throw refused("add operation does not apply: doc is missing path: " + path + ": missing value");
        }
        return document;
    }

    private static void remove(JsonNode document, JsonPointer path) {
        JsonNode parent = document.at(path.head());
        if (parent instanceof ObjectNode object) {
            object.remove(path.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode array) {
            array.remove(path.last().getMatchingIndex());
        }
    }

    private static Refusal refused(String why) {
        return Refusal.of(422, "Invalid", "the server rejected our request due to an error in our request: " + why);
    }
}
