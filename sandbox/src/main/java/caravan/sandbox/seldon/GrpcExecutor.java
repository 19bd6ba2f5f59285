package caravan.sandbox.seldon;

import caravan.proto.seldon.SeldonGraphMetadata;
import caravan.proto.seldon.SeldonModelMetadata;
import caravan.proto.seldon.SeldonModelMetadataRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Seldon's executor over gRPC. Payloads pass as bytes; a graph of several nodes is served over REST alone. */
final class GrpcExecutor {
    private static final String SELDON = "seldon.protos.Seldon/";
    private static final String INFERENCE = "inference.GRPCInferenceService/";
    private static final Set<String> V2 = Set.of("ModelInfer", "ModelReady", "ModelMetadata");

    private final Predictor predictor;
    private final GrpcNodes nodes;
    private final PayloadLog log;
    private final ExecutorMetrics metrics;

    GrpcExecutor(Predictor predictor, GrpcNodes nodes, PayloadLog log, ExecutorMetrics metrics) {
        this.predictor = predictor;
        this.nodes = nodes;
        this.log = log;
        this.metrics = metrics;
    }

    /** Answers a call; never fails. */
    CompletableFuture<GrpcReply> answer(GrpcCall call) {
        int limit = predictor.grpcMaxMessageSize().orElse(GrpcListener.LARGEST);
        if (call.message().length > limit) {
            return done(GrpcReply.failure(Status.RESOURCE_EXHAUSTED.withDescription(
                    "grpc: received message larger than max (" + call.message().length + " vs. " + limit + ")")));
        }
        long began = System.nanoTime();
        return dispatch(call).thenApply(reply -> {
            String code =
                    reply.status().isOk() ? "OK" : reply.status().getCode().name();
            metrics.server("/" + call.method(), "unary", code, System.nanoTime() - began);
            return reply;
        });
    }

    private CompletableFuture<GrpcReply> dispatch(GrpcCall call) {
        String method = call.method().substring(call.method().indexOf('/') + 1);
        if (predictor.openInference() && call.method().startsWith(INFERENCE) && V2.contains(method)) {
            return method.equals("ModelInfer")
                    ? payload(call, call.method())
                    : nodes.call(predictor, predictor.graph(), call.method(), call.headers(), call.message());
        }
        if (!predictor.openInference() && call.method().startsWith(SELDON)) {
            switch (method) {
                case "Predict" -> {
                    return payload(call, "seldon.protos.Model/Predict");
                }
                case "SendFeedback" -> {
                    return withPuid(call, puid(call), "seldon.protos.Model/SendFeedback");
                }
                case "ModelMetadata" -> {
                    return modelMetadata(call);
                }
                case "GraphMetadata" -> {
                    return graphMetadata(call);
                }
                default -> {
                    return unimplemented(call);
                }
            }
        }
        return unimplemented(call);
    }

    private static CompletableFuture<GrpcReply> unimplemented(GrpcCall call) {
        int slash = call.method().indexOf('/');
        return done(GrpcReply.failure(Status.UNIMPLEMENTED.withDescription(
                "unknown service " + call.method().substring(0, slash))));
    }

    private CompletableFuture<GrpcReply> payload(GrpcCall call, String method) {
        Node node = predictor.graph();
        if (!node.children().isEmpty()) {
            return done(GrpcReply.failure(
                    Status.UNIMPLEMENTED.withDescription("a graph of several nodes is served over REST alone here")));
        }
        String puid = puid(call);
        if (node.logger().filter(Node.Logger::requests).isPresent()) {
            log(PayloadEvent.REQUEST, node, puid, call.message());
        }
        return withPuid(call, puid, method).thenApply(reply -> {
            if (reply.status().isOk()
                    && node.logger().filter(Node.Logger::responses).isPresent()) {
                log(PayloadEvent.RESPONSE, node, puid, reply.message());
            }
            return reply;
        });
    }

    private void log(String type, Node node, String puid, byte[] message) {
        log.add(PayloadEvent.of(type, predictor, node, puid, PayloadEvent.PROTOBUF, Buffer.buffer(message)));
    }

    private CompletableFuture<GrpcReply> withPuid(GrpcCall call, String puid, String method) {
        Metadata headers = new Metadata();
        headers.merge(call.headers());
        headers.removeAll(GrpcCall.PUID);
        headers.put(GrpcCall.PUID, puid);
        return nodes.call(predictor, predictor.graph(), method, headers, call.message())
                .thenApply(reply -> {
                    reply.headers().put(GrpcCall.PUID, puid);
                    return reply;
                });
    }

    private CompletableFuture<GrpcReply> modelMetadata(GrpcCall call) {
        String name;
        try {
            name = SeldonModelMetadataRequest.parseFrom(call.message()).getName();
        } catch (InvalidProtocolBufferException e) {
            return done(GrpcReply.failure(Status.INTERNAL.withDescription(e.getMessage())));
        }
        Optional<Node> node = predictor.graph().find(name);
        return node.isEmpty()
                ? done(GrpcReply.failure(Status.UNKNOWN.withDescription("Failed to find model " + name)))
                : nodes.call(predictor, node.get(), "seldon.protos.Model/Metadata", call.headers(), new byte[0]);
    }

    private CompletableFuture<GrpcReply> graphMetadata(GrpcCall call) {
        Node root = predictor.graph();
        return nodes.call(predictor, root, "seldon.protos.Model/Metadata", call.headers(), new byte[0])
                .thenApply(reply -> {
                    if (!reply.status().isOk()) {
                        return reply;
                    }
                    try {
                        SeldonModelMetadata model = SeldonModelMetadata.parseFrom(reply.message());
                        return GrpcReply.of(SeldonGraphMetadata.newBuilder()
                                .setName(predictor.name())
                                .putModels(root.name(), model)
                                .addAllInputs(model.getInputsList())
                                .addAllOutputs(model.getOutputsList())
                                .build()
                                .toByteArray());
                    } catch (InvalidProtocolBufferException e) {
                        return GrpcReply.failure(Status.INTERNAL.withDescription(e.getMessage()));
                    }
                });
    }

    private static String puid(GrpcCall call) {
        String told = call.headers().get(GrpcCall.PUID);
        return told == null || told.isBlank() ? UUID.randomUUID().toString() : told;
    }

    private static CompletableFuture<GrpcReply> done(GrpcReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
