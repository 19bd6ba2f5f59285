package caravan.server.grpc;

import caravan.proto.seldon.Feedback;
import caravan.proto.seldon.GenericGrpc;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonMessageList;
import caravan.server.RequestException;
import io.grpc.stub.StreamObserver;

/** {@code seldon.protos.Generic}: a model passes messages on and neither routes nor combines. */
final class GenericGrpcService extends GenericGrpc.GenericImplBase {
    private final Calls calls;
    private final SeldonCalls seldon;

    GenericGrpcService(Calls calls, SeldonCalls seldon) {
        this.calls = calls;
        this.seldon = seldon;
    }

    @Override
    public void transformInput(SeldonMessage request, StreamObserver<SeldonMessage> to) {
        calls.quick(to, () -> seldon.echo(request));
    }

    @Override
    public void transformOutput(SeldonMessage request, StreamObserver<SeldonMessage> to) {
        calls.quick(to, () -> seldon.echo(request));
    }

    @Override
    public void route(SeldonMessage request, StreamObserver<SeldonMessage> to) {
        calls.quick(to, () -> {
            throw RequestException.badData("Route not defined");
        });
    }

    @Override
    public void aggregate(SeldonMessageList request, StreamObserver<SeldonMessage> to) {
        calls.quick(to, () -> {
            throw RequestException.badData("Aggregate not defined");
        });
    }

    @Override
    public void sendFeedback(Feedback request, StreamObserver<SeldonMessage> to) {
        calls.queued(Calls.SELDON, "feedback", to, () -> seldon.feedback(request));
    }
}
