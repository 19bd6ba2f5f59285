package caravan.sandbox.kubernetes.http;

import caravan.sandbox.Listener;
import caravan.sandbox.kubernetes.BadDay;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.PodLogs;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The running HTTP server. */
public final class ApiServer implements AutoCloseable {
    private static final int LARGEST_LINE = 32 << 10;

    private final Vertx vertx;
    private final HttpServer server;
    private final Logs logs;

    private ApiServer(Vertx vertx, HttpServer server, Logs logs) {
        this.vertx = vertx;
        this.server = server;
        this.logs = logs;
    }

    /** Starts it; it accepts requests when this returns. */
    public static ApiServer start(Listener listener, ObjectStore store, BadDay badDay, Tokens tokens, PodLogs podLogs)
            throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(8));
        HttpServerOptions options = new HttpServerOptions()
                .setHost(Listener.HOST)
                .setPort(listener.port())
                .setMaxInitialLineLength(LARGEST_LINE);
        listener.tls().ifPresent(tls -> options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(tls.certificate().toString())
                        .addKeyPath(tls.key().toString())));
        Logs logs = new Logs(vertx, store, podLogs);
        HttpServer server =
                vertx.createHttpServer(options).requestHandler(new Front(vertx, store, badDay, tokens, logs));
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            vertx.close();
            throw new IOException(
                    "the API server cannot listen on " + Listener.HOST + ":" + listener.port(), e.getCause());
        }
        return new ApiServer(vertx, server, logs);
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Where the logs of pods are found from now on. */
    public void logs(PodLogs source) {
        logs.from(source);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
