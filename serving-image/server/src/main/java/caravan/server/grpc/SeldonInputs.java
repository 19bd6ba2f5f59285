package caravan.server.grpc;

import caravan.proto.seldon.DefaultData;
import caravan.proto.seldon.SeldonMessage;
import caravan.server.RequestException;
import caravan.server.scoring.Input;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pictures of a SeldonMessage. */
final class SeldonInputs {
    private SeldonInputs() {}

    static List<Input> of(SeldonMessage message) throws RequestException {
        return switch (message.getDataOneofCase()) {
            case DATA -> data(message.getData());
            case BINDATA -> List.of(new Input.Encoded(message.getBinData().toByteArray()));
            case STRDATA -> List.of(Input.ofText(message.getStrData()));
            case JSONDATA -> json(message.getJsonData());
            case CUSTOMDATA ->
                throw RequestException.badData("customData is not read by this server; send data.tensor or binData");
            case DATAONEOF_NOT_SET ->
                throw RequestException.badData(
                        "Invalid request data type: the message has none of data, jsonData, strData, binData");
        };
    }

    private static List<Input> data(DefaultData data) throws RequestException {
        return switch (data.getDataOneofCase()) {
            case TENSOR -> {
                float[] values = new float[data.getTensor().getValuesCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) data.getTensor().getValues(i);
                }
                List<Long> shape = new ArrayList<>();
                data.getTensor().getShapeList().forEach(length -> shape.add((long) length));
                yield Input.ofValues(values, shape);
            }
            case NDARRAY -> ndarray(data.getNdarray());
            case DATAONEOF_NOT_SET ->
                throw RequestException.badData(
                        data.getUnknownFields().hasField(4)
                                ? "data.tftensor is not read by this server; send data.tensor, data.ndarray or binData"
                                : "data holds neither tensor nor ndarray");
        };
    }

    private static List<Input> ndarray(ListValue list) throws RequestException {
        if (list.getValuesCount() > 0 && list.getValues(0).getKindCase() == Value.KindCase.STRING_VALUE) {
            return texts(list.getValuesList());
        }
        List<Long> shape = new ArrayList<>();
        for (ListValue level = list; ; level = level.getValues(0).getListValue()) {
            shape.add((long) level.getValuesCount());
            if (level.getValuesCount() == 0 || !level.getValues(0).hasListValue()) {
                break;
            }
        }
        Flat flat = new Flat(shape);
        flat.add(list, 0);
        return Input.ofValues(flat.values(), shape);
    }

    private static List<Input> json(Value json) throws RequestException {
        Value pictures = json;
        if (json.hasStructValue()) {
            pictures = json.getStructValue()
                    .getFieldsOrDefault(
                            "pictures",
                            json.getStructValue().getFieldsOrDefault("picture", Value.getDefaultInstance()));
        }
        List<Value> all = pictures.hasListValue() ? pictures.getListValue().getValuesList() : List.of(pictures);
        if (all.isEmpty() || !all.stream().allMatch(Value::hasStringValue)) {
            throw RequestException.badData(
                    "jsonData holds no pictures; send {\"pictures\": [\"<base64>\", ...]} or {\"picture\": \"<base64>\"}");
        }
        return texts(all);
    }

    private static List<Input> texts(List<Value> values) throws RequestException {
        List<Input> pictures = new ArrayList<>();
        for (Value value : values) {
            if (!value.hasStringValue()) {
                throw RequestException.badData("data.ndarray mixes text with something else");
            }
            pictures.add(Input.ofText(value.getStringValue()));
        }
        return pictures;
    }

    /** Collects the numbers of nested lists of one shape. */
    private static final class Flat {
        private final List<Long> shape;
        private float[] values = new float[1024];
        private int size;

        Flat(List<Long> shape) {
            this.shape = shape;
        }

        void add(ListValue list, int depth) throws RequestException {
            boolean innermost = depth == shape.size() - 1;
            if (list.getValuesCount() != shape.get(depth)) {
                throw RequestException.badData("the rows of data.ndarray differ in length");
            }
            for (Value value : list.getValuesList()) {
                if (innermost ? !value.hasNumberValue() : !value.hasListValue()) {
                    throw RequestException.badData("data.ndarray holds something else than numbers of one shape");
                }
                if (innermost) {
                    add((float) value.getNumberValue());
                } else {
                    add(value.getListValue(), depth + 1);
                }
            }
        }

        private void add(float value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        float[] values() {
            return Arrays.copyOf(values, size);
        }
    }
}
