package caravan.sandbox.pachyderm;

import caravan.sandbox.Credentials;
import caravan.sandbox.Listener;
import caravan.sandbox.PrivateFiles;
import caravan.sandbox.Tls;
import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.metadata.Metadata;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Pachyderm's gRPC server with its state in one folder. */
public final class PachydermServer implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 20 << 20;
    private static final int STOP_SECONDS = 5;

    private final Server server;
    private final ExecutorService workers;
    private final Finisher finisher;
    private final Metadata metadata;

    private PachydermServer(Server server, ExecutorService workers, Finisher finisher, Metadata metadata) {
        this.server = server;
        this.workers = workers;
        this.finisher = finisher;
        this.metadata = metadata;
    }

    /** Starts it; it accepts calls when this returns. */
    public static PachydermServer start(Listener listener, Path folder, Credentials credentials) throws IOException {
        PrivateFiles.folder(folder);
        FileStore files = new FileStore(folder);
        Metadata metadata = Metadata.open(folder.resolve("metadata.jsonl"));
        Beginnings.ensure(metadata, credentials);
        ExecutorService workers = Executors.newCachedThreadPool();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(listener.address())
                .executor(workers)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new HealthStatusManager().getHealthService());
        Set<String> names = new HashSet<>();
        for (BindableService service : Services.over(metadata, files, workers, id(folder))) {
            ServerServiceDefinition definition =
                    ServerInterceptors.intercept(service, new TokenCheck(metadata), new Compression());
            names.add(definition.getServiceDescriptor().getName());
            builder.addService(definition);
        }
        builder.fallbackHandlerRegistry(new Unknowns(names));
        if (listener.tls().isPresent()) {
            Tls tls = listener.tls().get();
            builder.sslContext(GrpcSslContexts.forServer(
                            tls.certificate().toFile(), tls.key().toFile())
                    .build());
        }
        Server server = builder.build().start();
        return new PachydermServer(server, workers, new Finisher(metadata), metadata);
    }

    private static String id(Path folder) throws IOException {
        Path file = folder.resolve("id");
        if (!Files.isRegularFile(file)) {
            PrivateFiles.write(file, UUID.randomUUID().toString().replace("-", ""));
        }
        return Files.readString(file);
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    /** Ends all calls and waits until nothing writes any more. */
    @Override
    public void close() throws IOException, InterruptedException {
        server.shutdownNow();
        server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        workers.shutdownNow();
        workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        finisher.close();
        metadata.close();
    }
}
