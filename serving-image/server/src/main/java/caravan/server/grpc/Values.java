package caravan.server.grpc;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import java.util.Map;

/** Plain values as protobuf's JSON-like ones. */
final class Values {
    private Values() {}

    static Value of(Object value) {
        Value.Builder built = Value.newBuilder();
        if (value instanceof Boolean bool) {
            return built.setBoolValue(bool).build();
        }
        if (value instanceof Number number) {
            return built.setNumberValue(number.doubleValue()).build();
        }
        if (value instanceof float[] row) {
            return built.setListValue(row(row)).build();
        }
        if (value instanceof List<?> list) {
            ListValue.Builder values = ListValue.newBuilder();
            list.forEach(item -> values.addValues(of(item)));
            return built.setListValue(values).build();
        }
        if (value instanceof Map<?, ?> map) {
            Struct.Builder fields = Struct.newBuilder();
            map.forEach((key, item) -> fields.putFields(key.toString(), of(item)));
            return built.setStructValue(fields).build();
        }
        return built.setStringValue(String.valueOf(value)).build();
    }

    static ListValue row(float[] row) {
        ListValue.Builder values = ListValue.newBuilder();
        for (float number : row) {
            values.addValues(Value.newBuilder().setNumberValue(number));
        }
        return values.build();
    }
}
