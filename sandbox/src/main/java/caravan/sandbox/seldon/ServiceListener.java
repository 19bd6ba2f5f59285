package caravan.sandbox.seldon;

import caravan.sandbox.Listener;
import caravan.sandbox.seldon.Fronts.DeploymentKey;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A predictor's Service: its executor alone, on ports of this machine, without weights and shadow. */
final class ServiceListener implements AutoCloseable {
    private final Fronts fronts;
    private final DeploymentKey deployment;
    private final String predictor;
    private final HttpServer http;
    private final Server grpc;

    /** Listens on the ports where they are free, else on others. */
    ServiceListener(
            Vertx vertx, Fronts fronts, DeploymentKey deployment, String predictor, int httpPort, int grpcPort) {
        this.fronts = fronts;
        this.deployment = deployment;
        this.predictor = predictor;
        this.http = http(vertx, httpPort);
        this.grpc = grpc(grpcPort);
    }

    private HttpServer http(Vertx vertx, int port) {
        HttpServer server = vertx.createHttpServer(HttpFront.options()).requestHandler(this::handle);
        return server.listen(port, Listener.HOST)
                .recover(taken -> server.listen(0, Listener.HOST))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Server grpc(int port) {
        try {
            return start(port);
        } catch (IOException e) {
            try {
                return start(0);
            } catch (IOException again) {
                throw new UncheckedIOException("no port for " + predictor, again);
            }
        }
    }

    private Server start(int port) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(Listener.HOST, port))
                .fallbackHandlerRegistry(new GrpcListener(this::answer))
                .maxInboundMessageSize(GrpcListener.LARGEST)
                .build()
                .start();
    }

    private void handle(HttpServerRequest request) {
        Optional<Front> front = fronts.find(deployment, predictor);
        if (front.isEmpty()) {
            RestReply.failure(503, "predictor " + predictor + " is gone").writeTo(request.response());
            return;
        }
        HttpFront.handle(request, request.path(), front.get(), Optional.empty());
    }

    private CompletableFuture<GrpcReply> answer(GrpcCall call) {
        return fronts.find(deployment, predictor)
                .map(front -> front.grpc().answer(call))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        GrpcReply.failure(Status.UNAVAILABLE.withDescription("predictor " + predictor + " is gone"))));
    }

    String httpAddress() {
        return Listener.HOST + ":" + http.actualPort();
    }

    String grpcAddress() {
        return Listener.HOST + ":" + grpc.getPort();
    }

    @Override
    public void close() {
        http.close();
        GrpcListener.stop(grpc);
    }
}
