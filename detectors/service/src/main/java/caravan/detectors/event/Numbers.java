package caravan.detectors.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finite numbers out of JSON. */
final class Numbers {
    private static final String REMEDY = "send finite numbers";

    private Numbers() {}

    static double number(JsonNode value, String where) {
        double number = value.isNumber() ? value.asDouble() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw Refusal.payload(where, "a value is no finite number", REMEDY);
        }
        return number;
    }

    /** One row, or a list of rows of one width; values of deeper lists are taken in their order. */
    static List<double[]> rows(JsonNode list, String where) {
        List<double[]> rows = new ArrayList<>();
        if (list.isEmpty()) {
            return rows;
        }
        if (!list.get(0).isArray()) {
            rows.add(flat(list, where));
            return rows;
        }
        for (JsonNode row : list) {
            rows.add(flat(row, where));
            if (rows.get(0).length == 0 || rows.get(rows.size() - 1).length != rows.get(0).length) {
                throw Refusal.payload(where, "the rows differ in width or are empty", "send rows of one width");
            }
        }
        return rows;
    }

    /** Values row by row, of which there are {@code count}. */
    static List<double[]> rows(double[] values, long count, String where) {
        if (count <= 0 || values.length == 0 || values.length % count != 0) {
            throw Refusal.payload(
                    where, values.length + " values do not make " + count + " rows", "send values that fit the shape");
        }
        int width = (int) (values.length / count);
        List<double[]> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += width) {
            rows.add(java.util.Arrays.copyOfRange(values, from, from + width));
        }
        return rows;
    }

    static double[] flat(JsonNode list, String where) {
        List<Double> values = new ArrayList<>();
        collect(list, where, values);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, String where, List<Double> values) {
        if (node.isArray()) {
            node.forEach(one -> collect(one, where, values));
        } else {
            values.add(number(node, where));
        }
    }
}
