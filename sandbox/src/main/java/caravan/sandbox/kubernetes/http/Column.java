package caravan.sandbox.kubernetes.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param name its head
 * @param type the type of its cells: string, integer or date
 * @param priority 0 for one that is always shown, 1 for one that is shown where there is space
 * @param cell an object's cell
 */
record Column(String name, String type, int priority, Function<JsonNode, Object> cell) {
    static Column text(String name, Function<JsonNode, Object> cell) {
        return new Column(name, "string", 0, cell);
    }

    static Column number(String name, Function<JsonNode, Object> cell) {
        return new Column(name, "integer", 0, cell);
    }

    static Column at(String name, String pointer) {
        return text(name, object -> object.at(pointer).asText());
    }

    static Column age() {
        return text(
                "Age",
                object -> Age.since(object.at("/metadata/creationTimestamp").asText("")));
    }

    Column wide() {
        return new Column(name, type, 1, cell);
    }
}
