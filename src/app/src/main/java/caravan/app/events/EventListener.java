package caravan.app.events;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Takes prediction events by HTTP POST at a secret path, on a server of its own. It answers 202 when the event is in the
 * queue, 503 when that is full, 404 everywhere else.
 */
public final class EventListener implements AutoCloseable {
    private static final int MOST_BYTES = 8 << 20;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final HttpServer server;
    private final byte[] path;
    private final Queue queue;

    /** Where events go. */
    @FunctionalInterface
    public interface Queue {
        /**
         * Takes an event, without waiting.
         *
         * @param headers {@code ce-*} and the content type, in lower case
         * @return false when there is no room
         */
        boolean offer(Map<String, Object> headers, byte[] body);
    }

    /**
     * Listens.
     *
     * @param port 0 for any
     * @param path the secret, without a slash
     * @throws BindException where the port is taken
     */
    public EventListener(String host, int port, String path, Queue queue) throws BindException {
        this.path = ("/" + path).getBytes(StandardCharsets.UTF_8);
        this.queue = queue;
        try {
            this.server = vertx.createHttpServer(
                            new HttpServerOptions().setHost(host).setPort(port))
                    .requestHandler(this::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            vertx.close();
            throw (BindException)
                    new BindException("the listener for prediction events cannot bind " + host + ":" + port)
                            .initCause(e.getCause());
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        if (!request.method().name().equals("POST")
                || !MessageDigest.isEqual(path, request.path().getBytes(StandardCharsets.UTF_8))) {
            end(request, 404);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MOST_BYTES) {
                end(request, 413);
                request.connection().close();
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                end(request, queue.offer(headers(request), body.getBytes()) ? 202 : 503);
            }
        });
    }

    private static Map<String, Object> headers(HttpServerRequest request) {
        Map<String, Object> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (key.startsWith("ce-")) {
                headers.put(key, value);
            } else if (key.equals("content-type")) {
                headers.put("Content-Type", value);
            }
        });
        return headers;
    }

    private static void end(HttpServerRequest request, int status) {
        HttpServerResponse response = request.response();
        if (!response.ended()) {
            response.setStatusCode(status).end();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
