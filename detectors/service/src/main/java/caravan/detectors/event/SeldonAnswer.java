package caravan.detectors.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer in Seldon's protocol. */
final class SeldonAnswer {
    private SeldonAnswer() {}

    static Answer read(JsonNode json) {
        Map<String, JsonNode> tags = new TreeMap<>();
        json.path("meta").path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        Facts facts = new Facts("meta.tags", tags);
        return new Answer(facts.text("version"), facts.text("sha256"), facts.predictions(outputs(json.path("data"))));
    }

    private static List<double[]> outputs(JsonNode data) {
        if (data.has("tensor")) {
            String where = "data.tensor.values";
            double[] values = Numbers.flat(data.path("tensor").path("values"), where);
            JsonNode shape = data.path("tensor").path("shape");
            return Numbers.rows(
                    values,
                    one(data, values.length, shape.size()) ? 1 : shape.path(0).asLong(1),
                    where);
        }
        if (data.path("ndarray").isArray() && numeric(data.get("ndarray"))) {
            JsonNode list = data.get("ndarray");
            if (list.isEmpty() || list.get(0).isArray()) {
                return Numbers.rows(list, "data.ndarray");
            }
            double[] values = Numbers.flat(list, "data.ndarray");
            return Numbers.rows(values, one(data, values.length, 1) ? 1 : values.length, "data.ndarray");
        }
        return List.of();
    }

    /** A flat list is one value for each of many inputs, unless each value has a name. */
    private static boolean one(JsonNode data, int values, int dimensions) {
        return dimensions == 1 && data.path("names").size() == values;
    }

    /** A model may answer in words; those are no outputs that could be compared. */
    private static boolean numeric(JsonNode list) {
        JsonNode first = list;
        while (first.isArray() && !first.isEmpty()) {
            first = first.get(0);
        }
        return !first.isTextual() && !first.isObject();
    }
}
