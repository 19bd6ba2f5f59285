package caravan.model;

import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.GetFileRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Pachyderm that gives files, {@code repo@commit:path}, over its real protocol to those who know the token. */
final class GivenFiles extends APIGrpc.APIImplBase implements AutoCloseable {
    static final String TOKEN = "robot-token";
    private static final int CHUNK = 1 << 14;

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Set<String> read = ConcurrentHashMap.newKeySet();
    private final Server server;

    GivenFiles() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .intercept(new TokenCheck())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void getFile(GetFileRequest request, StreamObserver<BytesValue> answer) {
        String name = request.getFile().getCommit().getRepo().getName() + "@"
                + request.getFile().getCommit().getId() + ":"
                + request.getFile().getPath();
        byte[] content = files.get(name);
        if (content == null) {
            answer.onError(Status.NOT_FOUND
                    .withDescription("file " + name + " not found")
                    .asRuntimeException());
            return;
        }
        read.add(name);
        for (int from = 0; from < content.length; from += CHUNK) {
            answer.onNext(BytesValue.of(ByteString.copyFrom(content, from, Math.min(CHUNK, content.length - from))));
        }
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class TokenCheck implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (!TOKEN.equals(headers.get(Metadata.Key.of("authn-token", Metadata.ASCII_STRING_MARSHALLER)))) {
                call.close(Status.UNAUTHENTICATED.withDescription("no authentication token"), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}
