package caravan.detectors;

import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.GetFileRequest;
import caravan.proto.version.Version;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of Pachyderm as the service asks: files by path. */
final class FakePachyderm implements AutoCloseable {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    volatile boolean away;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final Server server;

    FakePachyderm() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Pfs())
                .addService(new Versions())
                .build()
                .start();
    }

    String address() {
        return "grpc://127.0.0.1:" + server.getPort();
    }

    /** Leaves calls without an answer until {@link #release}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    private void await() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    private final class Pfs extends APIGrpc.APIImplBase {
        @Override
        public void getFile(GetFileRequest request, StreamObserver<BytesValue> to) {
            reads.incrementAndGet();
            await();
            byte[] content = files.get(request.getFile().getPath());
            if (away) {
                to.onError(Status.UNAVAILABLE.withDescription("away").asRuntimeException());
            } else if (content == null) {
                to.onError(Status.UNKNOWN
                        .withDescription("file " + request.getFile().getPath() + " not found")
                        .asRuntimeException());
            } else {
                to.onNext(BytesValue.of(ByteString.copyFrom(content)));
                to.onCompleted();
            }
        }
    }

    private final class Versions extends caravan.proto.version.APIGrpc.APIImplBase {
        @Override
        public void getVersion(Empty request, StreamObserver<Version> to) {
            await();
            if (away) {
                to.onError(Status.UNAVAILABLE.withDescription("away").asRuntimeException());
                return;
            }
            to.onNext(Version.newBuilder().setMajor(2).setMinor(12).build());
            to.onCompleted();
        }
    }
}
