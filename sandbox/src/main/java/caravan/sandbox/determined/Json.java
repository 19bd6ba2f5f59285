package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Values as the API writes them: unset messages are null, 64-bit numbers and times are texts. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    static ArrayNode nodes(Collection<? extends JsonNode> nodes) {
        ArrayNode array = array();
        nodes.forEach(array::add);
        return array;
    }

    static String time(Instant time) {
        return time.toString();
    }

    static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
