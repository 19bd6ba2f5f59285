package caravan.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer, complete. */
record RestAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** Compact JSON in ASCII with a line end; maps have their keys sorted. */
    static RestAnswer json(int status, Object value) {
        return new RestAnswer(
                status, "application/json", Map.of(), (text(value) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    static RestAnswer of(String contentType, String text) {
        return new RestAnswer(200, contentType, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written", e);
        }
    }
}
