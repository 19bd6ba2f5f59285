package caravan.app.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.proto.inference.InferParameter;
import caravan.proto.inference.ModelInferResponse;
import caravan.proto.seldon.Meta;
import caravan.proto.seldon.SeldonMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Value;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProtobufPayloadTest {
    @Test
    void a_seldon_answer_over_grpc_carries_its_tags_as_over_rest() throws IOException {
        SeldonMessage answer = SeldonMessage.newBuilder()
                .setMeta(Meta.newBuilder()
                        .putTags(
                                "version",
                                Value.newBuilder().setStringValue("abc").build()))
                .build();
        assertThat(json("seldon", answer.toByteArray()).at("/meta/tags/version").asText())
                .isEqualTo("abc");
    }

    @Test
    void an_inference_answer_over_grpc_carries_its_parameters_as_over_rest() throws IOException {
        ModelInferResponse answer = ModelInferResponse.newBuilder()
                .putParameters(
                        "version",
                        InferParameter.newBuilder().setStringParam("abc").build())
                .build();
        assertThat(json("v2", answer.toByteArray()).at("/parameters/version").asText())
                .isEqualTo("abc");
    }

    @Test
    void bytes_that_are_no_message_are_refused() {
        assertThatThrownBy(() -> json("seldon", new byte[] {(byte) 0xff, 1, 2})).isInstanceOf(IOException.class);
    }

    private static JsonNode json(String protocol, byte[] message) throws IOException {
        return new ObjectMapper().readTree(ProtobufPayload.json(protocol, message));
    }
}
