package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Objects as JSON text and back. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    /** Reads any JSON value. */
    static JsonNode read(byte[] json) throws JacksonException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy in which every number is of the type that reading gives it, so that equal objects are equal. */
    static ObjectNode normal(ObjectNode object) {
        try {
            return (ObjectNode) read(bytes(object));
        } catch (JacksonException e) {
            throw new IllegalStateException("what was just written cannot be read", e);
        }
    }
}
