package caravan.server.grpc;

import caravan.proto.seldon.Feedback;
import caravan.proto.seldon.ModelGrpc;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonModelMetadata;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** {@code seldon.protos.Model}: what Seldon's executor calls. */
final class ModelGrpcService extends ModelGrpc.ModelImplBase {
    private final Calls calls;
    private final SeldonCalls seldon;

    ModelGrpcService(Calls calls, SeldonCalls seldon) {
        this.calls = calls;
        this.seldon = seldon;
    }

    @Override
    public void predict(SeldonMessage request, StreamObserver<SeldonMessage> to) {
        calls.queued(Calls.SELDON, "predict", to, () -> seldon.predict(request));
    }

    @Override
    public void sendFeedback(Feedback request, StreamObserver<SeldonMessage> to) {
        calls.queued(Calls.SELDON, "feedback", to, () -> seldon.feedback(request));
    }

    @Override
    public void metadata(Empty request, StreamObserver<SeldonModelMetadata> to) {
        calls.quick(to, seldon::metadata);
    }
}
