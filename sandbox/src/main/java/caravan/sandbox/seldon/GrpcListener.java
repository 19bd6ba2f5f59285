package caravan.sandbox.seldon;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Takes unary calls of any service and gives them to a function; nothing is parsed. */
final class GrpcListener extends HandlerRegistry {
    /** Bytes of a message; the executor itself has no limit. */
    static final int LARGEST = 256 << 20;

    private final Function<GrpcCall, CompletableFuture<GrpcReply>> answering;

    GrpcListener(Function<GrpcCall, CompletableFuture<GrpcReply>> answering) {
        this.answering = answering;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
        ServerCallHandler<byte[], byte[]> handler = (call, headers) -> {
            call.request(2);
            return new Unary(call, headers);
        };
        return ServerMethodDefinition.create(Raw.method(method), handler);
    }

    private final class Unary extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private final Metadata headers;
        private byte[] message;

        Unary(ServerCall<byte[], byte[]> call, Metadata headers) {
            this.call = call;
            this.headers = headers;
        }

        @Override
        public void onMessage(byte[] received) {
            message = received;
        }

        @Override
        public void onHalfClose() {
            if (message == null) {
                call.close(Status.INTERNAL.withDescription("half-closed without a request"), new Metadata());
                return;
            }
            String method = call.getMethodDescriptor().getFullMethodName();
            answering.apply(new GrpcCall(method, headers, message)).whenComplete(this::close);
        }

        private synchronized void close(GrpcReply reply, Throwable failure) {
            if (call.isCancelled()) {
                return;
            }
            if (failure != null) {
                call.close(Status.INTERNAL.withDescription(failure.toString()).withCause(failure), new Metadata());
                return;
            }
            if (reply.status().isOk()) {
                call.sendHeaders(reply.headers());
                call.sendMessage(reply.message());
            }
            call.close(reply.status(), new Metadata());
        }
    }

    static void stop(Server server) {
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
