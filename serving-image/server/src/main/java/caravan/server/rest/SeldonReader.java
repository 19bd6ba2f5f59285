package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.scoring.Input;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a SeldonMessage in JSON. Arrays of numbers are read as they stream by, without a tree. Where a message has
 * several payloads, data wins over jsonData, strData and binData, and within data tensor over ndarray.
 */
final class SeldonReader {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private JsonNode meta;
    private List<Input> tensor;
    private List<Input> ndarray;
    private boolean data;
    private boolean tensorflow;
    private JsonNode json;
    private String text;
    private byte[] binary;

    private SeldonReader() {}

    static SeldonRequest read(byte[] body, int length) throws RequestException {
        try (JsonParser parser = JSON.createParser(body, 0, length)) {
            return new SeldonReader().message(parser);
        } catch (IOException e) {
            throw noJson();
        }
    }

    static SeldonRequest read(String body) throws RequestException {
        try (JsonParser parser = JSON.createParser(body)) {
            return new SeldonReader().message(parser);
        } catch (IOException e) {
            throw noJson();
        }
    }

    static RequestException noJson() {
        return RequestException.badData("Can't find JSON in data");
    }

    private SeldonRequest message(JsonParser parser) throws IOException, RequestException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw parser.currentToken() == null ? noJson() : noPayload();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "meta" -> meta = parser.readValueAsTree();
                case "data" -> data(parser);
                case "jsonData" -> json = parser.readValueAsTree();
                case "strData" -> text = parser.getValueAsString("");
                case "binData" -> binary = binary(parser);
                default -> parser.skipChildren();
            }
        }
        return new SeldonRequest(meta, tensor == null && ndarray != null, inputs());
    }

    private List<Input> inputs() throws RequestException {
        if (tensor != null) {
            return tensor;
        }
        if (ndarray != null) {
            return ndarray;
        }
        if (tensorflow) {
            throw RequestException.badData(
                    "data.tftensor is not read by this server; send data.tensor, data.ndarray or binData");
        }
        if (data) {
            throw RequestException.badData("data holds neither tensor nor ndarray");
        }
        if (json != null) {
            return pictures(json);
        }
        if (text != null) {
            return List.of(Input.ofText(text));
        }
        if (binary != null) {
            return List.of(new Input.Encoded(binary));
        }
        throw noPayload();
    }

    private static RequestException noPayload() {
        return RequestException.badData(
                "Invalid request data type: the message has none of data, jsonData, strData, binData");
    }

    private void data(JsonParser parser) throws IOException, RequestException {
        data = true;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RequestException.badData("data is no object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "tensor" -> tensor = tensor(parser);
                case "ndarray" -> ndarray = ndarray(parser);
                case "tftensor" -> {
                    tensorflow = true;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
    }

    private static List<Input> tensor(JsonParser parser) throws IOException, RequestException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RequestException.badData("data.tensor is no object");
        }
        List<Long> shape = new ArrayList<>();
        float[] values = {};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "shape" -> {
                    for (float dimension : JsonNumbers.read(parser).values()) {
                        shape.add((long) dimension);
                    }
                }
                case "values" -> values = JsonNumbers.read(parser).values();
                default -> parser.skipChildren();
            }
        }
        return Input.ofValues(values, shape);
    }

    private static List<Input> ndarray(JsonParser parser) throws IOException, RequestException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RequestException.badData("data.ndarray is no array");
        }
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            List<Input> pictures = new ArrayList<>();
            for (; parser.currentToken() == JsonToken.VALUE_STRING; parser.nextToken()) {
                pictures.add(Input.ofText(parser.getText()));
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw RequestException.badData("data.ndarray mixes text with something else");
            }
            return pictures;
        }
        JsonNumbers numbers = JsonNumbers.afterStart(parser);
        return Input.ofValues(numbers.values(), numbers.shape());
    }

    private static byte[] binary(JsonParser parser) throws IOException, RequestException {
        try {
            return parser.getBinaryValue();
        } catch (IOException e) {
            throw RequestException.badData("binData is not base64");
        }
    }

    private static List<Input> pictures(JsonNode json) throws RequestException {
        JsonNode list = json.isObject() ? json.path(json.has("pictures") ? "pictures" : "picture") : json;
        List<Input> inputs = new ArrayList<>();
        for (JsonNode picture : list.isTextual() ? List.of(list) : list) {
            if (!picture.isTextual()) {
                break;
            }
            inputs.add(Input.ofText(picture.textValue()));
        }
        if (inputs.isEmpty() || (list.isArray() && inputs.size() != list.size())) {
            throw RequestException.badData(
                    "jsonData holds no pictures; send {\"pictures\": [\"<base64>\", ...]} or {\"picture\": \"<base64>\"}");
        }
        return inputs;
    }
}
