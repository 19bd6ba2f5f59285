package caravan.server.grpc;

import caravan.proto.seldon.Feedback;
import caravan.proto.seldon.SeldonGraphMetadata;
import caravan.proto.seldon.SeldonGrpc;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonModelMetadata;
import caravan.proto.seldon.SeldonModelMetadataRequest;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** {@code seldon.protos.Seldon}: what clients call, where no executor stands before the server. */
final class SeldonGrpcService extends SeldonGrpc.SeldonImplBase {
    private final Calls calls;
    private final SeldonCalls seldon;

    SeldonGrpcService(Calls calls, SeldonCalls seldon) {
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
    public void modelMetadata(SeldonModelMetadataRequest request, StreamObserver<SeldonModelMetadata> to) {
        calls.quick(to, seldon::metadata);
    }

    @Override
    public void graphMetadata(Empty request, StreamObserver<SeldonGraphMetadata> to) {
        calls.quick(to, () -> {
            SeldonModelMetadata model = seldon.metadata();
            return SeldonGraphMetadata.newBuilder()
                    .setName(model.getName())
                    .putModels(seldon.node(), model)
                    .addAllInputs(model.getInputsList())
                    .addAllOutputs(model.getOutputsList())
                    .build();
        });
    }
}
