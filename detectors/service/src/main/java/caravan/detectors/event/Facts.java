package caravan.detectors.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What an answer says beside its outputs ({@code meta.tags} or {@code parameters}): one value for one picture, a list of
 * values for more.
 *
 * @param where for messages
 */
record Facts(String where, Map<String, JsonNode> facts) {

    Optional<String> text(String name) {
        return Optional.ofNullable(facts.get(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /** The predictions of these outputs; where there are no outputs, as many as there are facts. */
    List<Prediction> predictions(List<double[]> outputs) {
        List<double[]> projections = rows("projection");
        List<Double> leftovers = values("leftover", this::number);
        List<Boolean> flags = values("outlier", this::flag);
        int count = outputs.isEmpty() ? Math.max(projections.size(), leftovers.size()) : outputs.size();
        same("projection", projections.size(), count);
        same("leftover", leftovers.size(), count);
        same("outlier", flags.size(), count);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            predictions.add(new Prediction(
                    outputs.isEmpty() ? new double[0] : outputs.get(i),
                    projections.isEmpty() ? Optional.empty() : Optional.of(projections.get(i)),
                    leftovers.isEmpty() ? Optional.empty() : Optional.of(leftovers.get(i)),
                    flags.isEmpty() ? Optional.empty() : Optional.of(flags.get(i))));
        }
        if (predictions.isEmpty()) {
            throw Refusal.payload(
                    "data", "the answer has no numbers to watch", "send answers with probabilities or values");
        }
        return predictions;
    }

    private List<double[]> rows(String name) {
        JsonNode value = facts.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "is no list");
        }
        return Numbers.rows(value, where + "." + name);
    }

    private <T> List<T> values(String name, BiFunction<String, JsonNode, T> read) {
        JsonNode value = facts.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(one -> values.add(read.apply(name, one)));
        } else {
            values.add(read.apply(name, value));
        }
        return values;
    }

    private Double number(String name, JsonNode value) {
        return Numbers.number(value, where + "." + name);
    }

    private Boolean flag(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw wrong(name, "is neither true nor false");
        }
        return value.asBoolean();
    }

    private void same(String name, int found, int count) {
        if (found != 0 && found != count) {
            throw wrong(name, "is there for " + found + " of " + count + " predictions");
        }
    }

    private Refusal wrong(String name, String what) {
        return Refusal.payload(where + "." + name, name + " " + what, "send the model's answer as it was given");
    }
}
