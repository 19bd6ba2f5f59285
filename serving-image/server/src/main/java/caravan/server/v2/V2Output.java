package caravan.server.v2;

import caravan.engine.Scores;
import caravan.server.RequestException;
import caravan.server.scoring.Prediction;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One output tensor.
 *
 * @param datatype FP32, BYTES or BOOL
 * @param data flat: Float, String or Boolean
 */
public record V2Output(String name, String datatype, List<Long> shape, List<Object> data) {
    /** What is answered where the request names no outputs. */
    private static final List<String> USUAL = List.of("probabilities", "label");

    /** The named outputs of a prediction, or the usual ones. */
    public static List<V2Output> of(Prediction prediction, List<String> names) throws RequestException {
        List<V2Output> outputs = new ArrayList<>();
        for (String name : names.isEmpty() ? USUAL : names) {
            outputs.add(
                    switch (name) {
                        case "probabilities" -> rows(name, prediction, Scores::probabilities);
                        case "projection" -> rows(name, prediction, Scores::projection);
                        case "leftover" -> column(name, "FP32", prediction, Scores::leftover);
                        case "label" -> column(name, "BYTES", prediction, prediction::label);
                        case "outlier" -> column(name, "BOOL", prediction, prediction::outlier);
                        default ->
                            throw RequestException.badData("there is no output " + name
                                    + "; there are probabilities, label, outlier, leftover and projection");
                    });
        }
        return outputs;
    }

    /** The prediction's tags as the protocol's parameters: text, numbers and booleans; lists become JSON text. */
    public static Map<String, Object> parameters(Prediction prediction, Function<Object, String> json) {
        Map<String, Object> parameters = new TreeMap<>();
        prediction.tags().forEach((name, value) -> {
            boolean plain = value instanceof String || value instanceof Boolean || value instanceof Number;
            parameters.put(name, plain ? value : json.apply(value));
        });
        return parameters;
    }

    /** The tensor's raw bytes: FP32 little-endian, BOOL a byte each, BYTES with their lengths before them. */
    public byte[] raw() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object value : data) {
            if (value instanceof Float number) {
                out.writeBytes(little(Float.floatToIntBits(number)));
            } else if (value instanceof Boolean bool) {
                out.write(bool ? 1 : 0);
            } else {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                out.writeBytes(little(text.length));
                out.writeBytes(text);
            }
        }
        return out.toByteArray();
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static V2Output rows(String name, Prediction prediction, Function<Scores, float[]> row) {
        List<Object> data = new ArrayList<>();
        long width = 0;
        for (Scores scores : prediction.scores()) {
            float[] values = row.apply(scores);
            width = values.length;
            for (float value : values) {
                data.add(value);
            }
        }
        return new V2Output(name, "FP32", List.of((long) prediction.scores().size(), width), data);
    }

    private static V2Output column(
            String name, String datatype, Prediction prediction, Function<Scores, Object> value) {
        List<Object> data = new ArrayList<>();
        prediction.scores().forEach(scores -> data.add(value.apply(scores)));
        return new V2Output(name, datatype, List.of((long) data.size()), data);
    }
}
