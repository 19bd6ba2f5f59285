package caravan.server.rest;

import caravan.server.Metrics;
import caravan.server.Service;
import caravan.server.StartException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP ports: predictions on one, metrics on another. */
public final class RestServer implements AutoCloseable {
    private static final int IDLE_SECONDS = 600;

    private final Vertx vertx;
    private final HttpServer predictions;
    private final HttpServer metrics;

    private RestServer(Vertx vertx, HttpServer predictions, HttpServer metrics) {
        this.vertx = vertx;
        this.predictions = predictions;
        this.metrics = metrics;
    }

    /**
     * Opens both ports.
     *
     * @throws StartException where a port cannot be bound
     */
    public static RestServer start(Service service) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Routes routes = new Routes(new SeldonRoutes(service), new V2Routes(service));
        Budget budget = new Budget(2L * service.settings().maxBody());
        HttpServer predictions = vertx.createHttpServer(options()
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxInitialLineLength(1 << 16)
                        .setDecompressionSupported(true))
                .requestHandler(request -> new Exchange(service, budget, vertx, request).begin(routes));
        HttpServer metrics = vertx.createHttpServer(options()).requestHandler(request -> scrape(service, request));
        try {
            listen(predictions, service.settings().host(), service.settings().httpPort());
            listen(metrics, service.settings().host(), service.settings().metricsPort());
        } catch (StartException e) {
            vertx.close();
            throw e;
        }
        return new RestServer(vertx, predictions, metrics);
    }

    /** The port for predictions. */
    public int httpPort() {
        return predictions.actualPort();
    }

    /** The port for metrics. */
    public int metricsPort() {
        return metrics.actualPort();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions().setTcpNoDelay(true).setHttp2ClearTextEnabled(false);
    }

    private static void scrape(Service service, HttpServerRequest request) {
        Metrics metrics = service.metrics();
        if (request.path().equals(service.settings().metricsPath())
                || request.path().equals("/metrics")) {
            request.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape());
        } else {
            request.response()
                    .setStatusCode(404)
                    .end("metrics are at " + service.settings().metricsPath() + "\n");
        }
    }

    private static void listen(HttpServer server, String host, int port) {
        try {
            server.listen(port, host).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException("port " + port + " of " + host + " cannot be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while opening port " + port, e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the HTTP ports did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
