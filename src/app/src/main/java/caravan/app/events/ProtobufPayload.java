package caravan.app.events;

import caravan.proto.inference.InferParameter;
import caravan.proto.inference.ModelInferResponse;
import caravan.proto.seldon.SeldonMessage;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer that was given over gRPC, as the JSON that the same answer is over REST. */
public final class ProtobufPayload {
    private ProtobufPayload() {}

    /**
     * The answer as JSON; of the Open Inference Protocol the parameters, which hold the scores.
     *
     * @param protocol the event's: {@code seldon}, {@code v2} or {@code kfserving}
     * @throws IOException where the bytes are no such message
     */
    public static byte[] json(String protocol, byte[] message) throws IOException {
        return protocol.equals("v2") || protocol.equals("kfserving")
                ? inference(ModelInferResponse.parseFrom(message))
                : JsonFormat.printer().print(SeldonMessage.parseFrom(message)).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] inference(ModelInferResponse answer) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        ObjectNode parameters = root.putObject("parameters");
        answer.getParametersMap().forEach((name, value) -> put(parameters, name, value));
        return json.writeValueAsBytes(root);
    }

    private static void put(ObjectNode parameters, String name, InferParameter value) {
        switch (value.getParameterChoiceCase()) {
            case BOOL_PARAM -> parameters.put(name, value.getBoolParam());
            case INT64_PARAM -> parameters.put(name, value.getInt64Param());
            default -> parameters.put(name, value.getStringParam());
        }
    }
}
