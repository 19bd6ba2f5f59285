package caravan.sandbox.seldon;

import caravan.sandbox.Images;
import caravan.sandbox.Listener;
import caravan.sandbox.Tls;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.pods.Kubelet;
import caravan.sandbox.pods.Meta;
import caravan.sandbox.pods.ServiceProxies;
import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Seldon on one machine: the node that runs pods, the operator, and the gateway with its two listeners. */
public final class SeldonServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final BadDay badDay = new BadDay();
    private final Kubelet kubelet;
    private final Fronts fronts;
    private final Services services;
    private final SeldonOperator operator;
    private final ServiceProxies proxies;
    private HttpServer http;
    private Server grpc;

    private SeldonServer(ObjectStore store, Path folder, Images images) {
        this.kubelet = Kubelet.start(store, folder, images, PredictorObjects.ENGINE_IMAGE::equals);
        this.fronts = new Fronts(vertx, kubelet);
        this.services = new Services(vertx, fronts);
        this.operator = new SeldonOperator(store, fronts, services, badDay);
        this.proxies = ServiceProxies.start(store, vertx, kubelet, SeldonServer::plain);
    }

    /**
     * Starts everything, the pods of the store included.
     *
     * @param http the gateway's listener for REST
     * @param grpc the gateway's listener for gRPC
     * @param folder of pods' logs and volumes
     */
    public static SeldonServer start(Listener http, Listener grpc, ObjectStore store, Path folder, Images images)
            throws IOException {
        SeldonServer server = new SeldonServer(store, folder, images);
        try {
            server.operator.start();
            server.listen(http, grpc);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Services of ours have an executor in front. */
    private static boolean plain(JsonNode service) {
        return !Meta.of(service).labels().containsKey(PredictorObjects.OWNER_LABEL)
                && !service.path("spec").path("selector").isEmpty();
    }

    private void listen(Listener rest, Listener calls) throws IOException {
        Gateway gateway = new Gateway(fronts);
        HttpServerOptions options = HttpFront.options();
        rest.tls().ifPresent(tls -> options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certificate().toString())
                        .setKeyPath(tls.key().toString())));
        http = vertx.createHttpServer(options)
                .requestHandler(gateway::handle)
                .listen(rest.port(), Listener.HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(calls.address())
                .fallbackHandlerRegistry(new GrpcListener(gateway::answer))
                .maxInboundMessageSize(GrpcListener.LARGEST);
        if (calls.tls().isPresent()) {
            Tls tls = calls.tls().get();
            builder.sslContext(GrpcSslContexts.forServer(
                            tls.certificate().toFile(), tls.key().toFile())
                    .build());
        }
        grpc = builder.build().start();
    }

    /** The gateway's port for REST. */
    public int httpPort() {
        return http.actualPort();
    }

    /** The gateway's port for gRPC. */
    public int grpcPort() {
        return grpc.getPort();
    }

    /** The node, which has the pods' logs. */
    public Kubelet kubelet() {
        return kubelet;
    }

    /** Opens a port of a plain Service; where it is on this machine. */
    public int open(Meta.Place service, int port) {
        return proxies.open(service, port);
    }

    /** What can be made to go wrong. */
    public BadDay badDay() {
        return badDay;
    }

    @Override
    public void close() {
        if (http != null) {
            http.close().toCompletionStage().toCompletableFuture().join();
        }
        if (grpc != null) {
            GrpcListener.stop(grpc);
        }
        operator.close();
        proxies.close();
        services.close();
        kubelet.close();
        fronts.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
