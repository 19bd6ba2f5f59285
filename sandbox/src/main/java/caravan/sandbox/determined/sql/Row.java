package caravan.sandbox.determined.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a result.
 *
 * @param values by column
 */
public record Row(Map<String, Object> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private Object value(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalArgumentException("no column " + column + " in " + values.keySet());
        }
        return values.get(column);
    }

    /** Whether there is a value. */
    public boolean has(String column) {
        return value(column) != null;
    }

    /** A text, empty where there is none. */
    public String text(String column) {
        Object value = value(column);
        return value == null ? "" : value.toString();
    }

    /** A text, if there is one. */
    public Optional<String> textIfAny(String column) {
        return Optional.ofNullable(value(column)).map(Object::toString);
    }

    /** A whole number, 0 where there is none. */
    public int number(String column) {
        return (int) large(column);
    }

    /** A whole number, 0 where there is none. */
    public long large(String column) {
        Object value = value(column);
        return value == null ? 0 : ((Number) value).longValue();
    }

    /** A number, if there is one. */
    public Optional<Double> decimal(String column) {
        return Optional.ofNullable((Number) value(column)).map(Number::doubleValue);
    }

    /** Whether it is true. */
    public boolean flag(String column) {
        return Boolean.TRUE.equals(value(column));
    }

    /** A time, if there is one. */
    public Optional<Instant> time(String column) {
        return Optional.ofNullable((Number) value(column))
                .map(n -> Instant.EPOCH.plus(n.longValue(), ChronoUnit.MICROS));
    }

    /** JSON, an empty object where there is none. */
    public JsonNode json(String column) {
        Object value = value(column);
        if (value == null) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(value.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column " + column + " holds no JSON", e);
        }
    }
}
