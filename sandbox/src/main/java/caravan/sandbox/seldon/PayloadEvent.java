package caravan.sandbox.seldon;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;

/**
 * A payload on its way to a logger: a CloudEvent.
 *
 * @param url where it is posted
 * @param type CloudEvents' type
 * @param requestId joins request and response
 * @param model the graph node's name
 * @param contentType of the payload
 */
record PayloadEvent(
        String url,
        String type,
        UUID id,
        Instant time,
        String requestId,
        Predictor predictor,
        String model,
        String contentType,
        Buffer payload) {
    static final String REQUEST = "io.seldon.serving.inference.request";
    static final String RESPONSE = "io.seldon.serving.inference.response";
    static final String FEEDBACK = "io.seldon.serving.feedback";
    static final String PROTOBUF = "application/protobuf";

    static PayloadEvent of(
            String type, Predictor predictor, Node node, String requestId, String contentType, Buffer payload) {
        return new PayloadEvent(
                node.logger().orElseThrow().url(),
                type,
                UUID.randomUUID(),
                Instant.now(),
                requestId,
                predictor,
                node.name(),
                contentType,
                payload);
    }
}
