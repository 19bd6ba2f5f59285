package caravan.sandbox.seldon;

import caravan.sandbox.pods.Endpoint;
import caravan.sandbox.pods.Endpoints;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.ConnectException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** gRPC from an executor to the containers of its nodes, a channel a pod. */
final class GrpcNodes {
    private final Endpoints endpoints;
    private final Choice choice = new Choice();
    private final Map<Endpoint, ManagedChannel> channels = new ConcurrentHashMap<>();

    GrpcNodes(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    CompletableFuture<GrpcReply> call(Predictor predictor, Node node, String method, Metadata headers, byte[] message) {
        return call(predictor, node, method, headers, message, new HashSet<>());
    }

    private CompletableFuture<GrpcReply> call(
            Predictor predictor, Node node, String method, Metadata headers, byte[] message, Set<Endpoint> tried) {
        Optional<Endpoint> chosen = choice.of(endpoints.ready(predictor.namespace(), node.selector()), tried);
        if (chosen.isEmpty() || chosen.get().port(node.name(), "grpc").isEmpty()) {
            return CompletableFuture.completedFuture(GrpcReply.failure(Status.UNAVAILABLE.withDescription(
                    "no ready pod has container " + node.name() + " of " + predictor)));
        }
        Endpoint endpoint = chosen.get();
        ManagedChannel channel =
                channel(endpoint, endpoint.port(node.name(), "grpc").getAsInt());
        CallOptions options = predictor
                .grpcTimeout()
                .map(t -> CallOptions.DEFAULT.withDeadlineAfter(t.toMillis(), TimeUnit.MILLISECONDS))
                .orElse(CallOptions.DEFAULT);
        Metadata copy = new Metadata();
        copy.merge(headers);
        endpoint.enter();
        Answer answer = new Answer();
        ClientCall<byte[], byte[]> call = channel.newCall(Raw.method(method), options);
        call.start(answer, copy);
        call.sendMessage(message);
        call.halfClose();
        call.request(2);
        return answer.reply.whenComplete((reply, failure) -> endpoint.leave()).thenCompose(reply -> {
            if (reply.status().getCause() instanceof ConnectException && tried.isEmpty()) {
                tried.add(endpoint);
                return endpoints.ready(predictor.namespace(), node.selector()).stream()
                                .allMatch(tried::contains)
                        ? CompletableFuture.completedFuture(reply)
                        : call(predictor, node, method, headers, message, tried);
            }
            return CompletableFuture.completedFuture(reply);
        });
    }

    private ManagedChannel channel(Endpoint endpoint, int port) {
        forgetEnded();
        return channels.computeIfAbsent(endpoint, e -> NettyChannelBuilder.forAddress(Endpoint.HOST, port)
                .usePlaintext()
                .maxInboundMessageSize(GrpcListener.LARGEST)
                .build());
    }

    private void forgetEnded() {
        channels.forEach((endpoint, channel) -> {
            if (endpoint.gone()) {
                channels.remove(endpoint);
                channel.shutdown();
            }
        });
    }

    void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    private static final class Answer extends ClientCall.Listener<byte[]> {
        private final CompletableFuture<GrpcReply> reply = new CompletableFuture<>();
        private byte[] message;

        @Override
        public void onMessage(byte[] received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            reply.complete(new GrpcReply(status, new Metadata(), status.isOk() ? message : null));
        }
    }
}
