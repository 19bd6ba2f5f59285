package caravan.detectors.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An answer in the Open Inference Protocol. Tensors in binary form are not read: what the parameters say is. */
final class V2Answer {
    private static final Set<String> FACTS = Set.of("projection", "leftover", "outlier");
    private static final Set<String> NUMBERS = Set.of("FP16", "FP32", "FP64");

    private V2Answer() {}

    static Answer read(JsonNode json) {
        Map<String, JsonNode> named = new TreeMap<>();
        json.path("parameters").properties().forEach(p -> named.put(p.getKey(), value(p.getKey(), p.getValue())));
        List<double[]> outputs = List.of();
        for (JsonNode output : json.path("outputs")) {
            String name = output.path("name").asText();
            boolean readable = output.path("data").isArray();
            if (FACTS.contains(name) && readable && !named.containsKey(name)) {
                named.put(name, fact(name, output));
            } else if (readable
                    && NUMBERS.contains(output.path("datatype").asText())
                    && (outputs.isEmpty() || name.equals("probabilities"))) {
                outputs = rows(output);
            }
        }
        Facts facts = new Facts("parameters", named);
        return new Answer(facts.text("version"), facts.text("sha256"), facts.predictions(outputs));
    }

    /** A list comes as JSON text, since a parameter is a text, a number or a boolean. */
    private static JsonNode value(String name, JsonNode value) {
        if (!FACTS.contains(name) || !value.isTextual()) {
            return value;
        }
        try {
            return CloudEvent.JSON.readTree(value.asText());
        } catch (IOException e) {
            throw Refusal.payload(
                    "parameters." + name, name + " is no JSON", "send the model's answer as it was given");
        }
    }

    private static JsonNode fact(String name, JsonNode output) {
        return name.equals("projection") ? CloudEvent.JSON.valueToTree(rows(output)) : output.get("data");
    }

    private static List<double[]> rows(JsonNode output) {
        String where = "outputs." + output.path("name").asText() + ".data";
        double[] values = Numbers.flat(output.get("data"), where);
        JsonNode shape = output.path("shape");
        return Numbers.rows(values, shape.isEmpty() ? 1 : shape.get(0).asLong(), where);
    }
}
