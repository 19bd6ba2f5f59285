package caravan.sandbox.pachyderm;

import caravan.sandbox.Credentials;
import caravan.sandbox.Listener;
import caravan.sandbox.PrivateFiles;
import caravan.sandbox.Tls;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Pachyderm's gRPC server with its state in one folder. */
public final class PachydermServer implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 20 << 20;

    private final Server server;
    private final ExecutorService workers;

    private PachydermServer(Server server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /** Starts it; it accepts calls when this returns. */
    public static PachydermServer start(Listener listener, Path folder, Credentials credentials) throws IOException {
        PrivateFiles.folder(folder);
        ExecutorService workers = Executors.newCachedThreadPool();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(listener.address())
                .executor(workers)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new VersionService())
                .addService(new HealthStatusManager().getHealthService());
        if (listener.tls().isPresent()) {
            Tls tls = listener.tls().get();
            builder.sslContext(GrpcSslContexts.forServer(
                            tls.certificate().toFile(), tls.key().toFile())
                    .build());
        }
        return new PachydermServer(builder.build().start(), workers);
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        workers.shutdownNow();
    }
}
