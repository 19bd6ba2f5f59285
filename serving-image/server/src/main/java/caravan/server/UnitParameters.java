package caravan.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code PREDICTIVE_UNIT_PARAMETERS}: the graph node's parameters, each checked against its type. */
final class UnitParameters {
    private static final Set<String> TRUE = Set.of("y", "yes", "t", "true", "on", "1");
    private static final Set<String> FALSE = Set.of("n", "no", "f", "false", "off", "0");

    private UnitParameters() {}

    /**
     * Name to value; booleans come as {@code true} or {@code false}.
     *
     * @throws StartException where the text is no list of parameters, or a value is not of its type
     */
    static Map<String, String> of(String json) {
        Map<String, String> parameters = new LinkedHashMap<>();
        try {
            for (JsonNode parameter : new ObjectMapper().readTree(json.isBlank() ? "[]" : json)) {
                String name = parameter.path("name").asText();
                parameters.put(
                        name,
                        typed(
                                name,
                                parameter.path("value").asText(),
                                parameter.path("type").asText("STRING")));
            }
        } catch (JsonProcessingException e) {
            throw new StartException(
                    "PREDICTIVE_UNIT_PARAMETERS is no JSON list of parameters: " + e.getOriginalMessage(), e);
        }
        return parameters;
    }

    private static String typed(String name, String value, String type) {
        try {
            return switch (type) {
                case "INT" -> String.valueOf(Integer.parseInt(value.trim()));
                case "FLOAT", "DOUBLE" -> String.valueOf(Double.parseDouble(value.trim()));
                case "BOOL" -> bool(value);
                case "STRING" -> value;
                default ->
                    throw new StartException("parameter " + name + " of the graph's node has the unknown type " + type
                            + "; use INT, FLOAT, DOUBLE, STRING or BOOL");
            };
        } catch (IllegalArgumentException e) {
            throw new StartException("parameter " + name + " of the graph's node is not of type " + type, e);
        }
    }

    private static String bool(String value) {
        String word = value.trim().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw new IllegalArgumentException(value);
        }
        return String.valueOf(TRUE.contains(word));
    }
}
