package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.v2.V2Input;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An inference request in JSON, with tensors in the JSON or, by the binary extension, behind it.
 *
 * @param id empty where there is none
 * @param outputs names of the wanted outputs, empty for the usual ones
 * @param binary names of the outputs that are wanted in binary
 * @param allBinary whether every output is, unless it is named otherwise
 */
record V2Request(String id, List<V2Input> inputs, List<String> outputs, Set<String> binary, boolean allBinary) {

    static V2Request read(RestRequest request) throws RequestException {
        int header = headerLength(request);
        ByteBuffer behind = ByteBuffer.wrap(request.body(), header, request.length() - header);
        try (JsonParser parser = SeldonReader.JSON.createParser(request.body(), 0, header)) {
            return new Reader(behind).request(parser);
        } catch (IOException e) {
            throw RequestException.badData("the request is no JSON; with binary tensors behind it, set the header"
                    + " Inference-Header-Content-Length to the JSON's length");
        }
    }

    /** Whether an output goes behind the JSON. */
    boolean wantsBinary(String output) {
        return binary.contains(output) || (allBinary && !outputs.contains(output));
    }

    private static int headerLength(RestRequest request) throws RequestException {
        String text = request.header("Inference-Header-Content-Length").orElse(String.valueOf(request.length()));
        try {
            int length = Integer.parseInt(text.trim());
            if (length >= 0 && length <= request.length()) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw RequestException.badData("Inference-Header-Content-Length is no number");
        }
        throw RequestException.badData("Inference-Header-Content-Length is more than the body has");
    }

    private static final class Reader {
        private final ByteBuffer behind;
        private String id = "";
        private List<V2Input> inputs = List.of();
        private final List<String> outputs = new ArrayList<>();
        private final Set<String> binary = new HashSet<>();
        private boolean allBinary;

        Reader(ByteBuffer behind) {
            this.behind = behind;
        }

        V2Request request(JsonParser parser) throws IOException, RequestException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw RequestException.badData("the request is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "id" -> id = parser.getValueAsString("");
                    case "parameters" -> {
                        JsonNode parameters = parser.readValueAsTree();
                        allBinary = parameters.path("binary_data_output").asBoolean();
                    }
                    case "inputs" -> inputs = inputs(parser);
                    case "outputs" -> outputs(parser.readValueAsTree());
                    default -> parser.skipChildren();
                }
            }
            return new V2Request(id, inputs, outputs, binary, allBinary);
        }

        private void outputs(JsonNode wanted) {
            for (JsonNode output : wanted) {
                String name = output.path("name").asText();
                outputs.add(name);
                if (output.path("parameters").path("binary_data").asBoolean(allBinary)) {
                    binary.add(name);
                }
            }
        }

        private List<V2Input> inputs(JsonParser parser) throws IOException, RequestException {
            List<V2Input> all = new ArrayList<>();
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw RequestException.badData("inputs is no array");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                all.add(input(parser));
            }
            return all;
        }

        private V2Input input(JsonParser parser) throws IOException, RequestException {
            String name = "";
            String datatype = "";
            List<Long> shape = new ArrayList<>();
            int size = -1;
            JsonNumbers numbers = null;
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "name" -> name = parser.getValueAsString("");
                    case "datatype" -> datatype = parser.getValueAsString("");
                    case "shape" -> {
                        for (float dimension : JsonNumbers.read(parser).values()) {
                            shape.add((long) dimension);
                        }
                    }
                    case "parameters" -> {
                        JsonNode parameters = parser.readValueAsTree();
                        size = parameters.path("binary_data_size").asInt(-1);
                    }
                    case "data" -> numbers = data(parser, texts);
                    default -> parser.skipChildren();
                }
            }
            if (size >= 0) {
                return V2Input.ofRaw(name, datatype, shape, binary(name, size));
            }
            return inJson(name, datatype, shape, numbers, texts);
        }

        private static V2Input inJson(
                String name, String datatype, List<Long> shape, JsonNumbers numbers, List<String> texts)
                throws RequestException {
            if (datatype.equals("FP32") && numbers != null) {
                return new V2Input.Numbers(numbers.values(), shape);
            }
            if (datatype.equals("BYTES") && !texts.isEmpty()) {
                V2Input.checkCount(name, shape, texts.size());
                return new V2Input.Texts(texts);
            }
            if (datatype.equals("FP32") || datatype.equals("BYTES")) {
                throw RequestException.badData("input " + name + " has no data of its datatype " + datatype);
            }
            throw V2Input.unknownType(name, datatype);
        }

        private ByteBuffer binary(String name, int size) throws RequestException {
            if (size > behind.remaining()) {
                throw RequestException.badData("input " + name + " has a binary_data_size of " + size + ", but "
                        + behind.remaining() + " bytes are left behind the JSON");
            }
            ByteBuffer part = behind.slice(behind.position(), size);
            behind.position(behind.position() + size);
            return part;
        }

        private static JsonNumbers data(JsonParser parser, List<String> texts) throws IOException, RequestException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw RequestException.badData("data is no array");
            }
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                return JsonNumbers.afterStart(parser);
            }
            for (; parser.currentToken() == JsonToken.VALUE_STRING; parser.nextToken()) {
                texts.add(parser.getText());
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw RequestException.badData("data mixes text with something else");
            }
            return null;
        }
    }
}
