package caravan.server.grpc;

import caravan.server.Service;
import caravan.server.StartException;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The gRPC port: both protocols, reflection and the standard health service. */
public final class GrpcServer implements AutoCloseable {
    private final Server server;
    private final EventLoopGroup loop;
    private final HealthStatusManager health;

    private GrpcServer(Server server, EventLoopGroup loop, HealthStatusManager health) {
        this.server = server;
        this.loop = loop;
        this.health = health;
    }

    /**
     * Opens the port.
     *
     * @throws StartException where it cannot be bound
     */
    @SuppressWarnings("deprecation") // clients from before 2023 know the alpha of reflection alone
    public static GrpcServer start(Service service) {
        String host = service.settings().host();
        int port = service.settings().grpcPort();
        EventLoopGroup loop = new NioEventLoopGroup(1);
        HealthStatusManager health = new HealthStatusManager();
        Calls calls = new Calls(service);
        SeldonCalls seldon = new SeldonCalls(service);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .channelType(NioServerSocketChannel.class)
                .directExecutor()
                .maxInboundMessageSize(service.settings().maxBody())
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new ModelGrpcService(calls, seldon))
                .addService(new SeldonGrpcService(calls, seldon))
                .addService(new GenericGrpcService(calls, seldon))
                .addService(new InferenceGrpcService(calls, service))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(io.grpc.protobuf.services.ProtoReflectionService.newInstance())
                .build();
        try {
            return new GrpcServer(server.start(), loop, health);
        } catch (IOException e) {
            loop.shutdownGracefully();
            throw new StartException("port " + port + " of " + host + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The port. */
    public int port() {
        return server.getPort();
    }

    /** Tells those who ask the health service that this server ends. */
    public void notReady() {
        health.enterTerminalState();
    }

    @Override
    public void close() {
        try {
            if (!server.shutdown().awaitTermination(5, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
