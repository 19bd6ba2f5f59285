package caravan.sandbox.seldon;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts payloads to their loggers as binary CloudEvents, beside the predictions and without any effect on them: a bounded
 * queue, ten posts at a time, none of them tried twice. What finds the queue full is dropped, with a line in the log.
 */
final class PayloadLog {
    static final int WORKERS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(PayloadLog.class);
    private static final int EVENTS = 10_000;
    private static final long BYTES = 32 << 20;
    private static final int TIMEOUT_MILLISECONDS = 10_000;

    private final HttpClient client;
    private final Context context;
    private final Queue<PayloadEvent> waiting = new ArrayDeque<>();
    private long bytes;
    private int underWay;

    PayloadLog(Vertx vertx) {
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(WORKERS)
                .setConnectTimeout(TIMEOUT_MILLISECONDS)
                .setTrustAll(false));
    }

    /** Takes an event, from any thread, and returns at once. */
    void add(PayloadEvent event) {
        context.runOnContext(v -> {
            if (waiting.size() >= EVENTS || bytes + event.payload().length() > BYTES) {
                LOG.error("an event of {} is dropped: buffer is full", event.predictor());
                return;
            }
            bytes += event.payload().length();
            waiting.add(event);
            next();
        });
    }

    private void next() {
        while (underWay < WORKERS && !waiting.isEmpty()) {
            PayloadEvent event = waiting.remove();
            underWay++;
            post(event)
                    .onComplete(done -> context.runOnContext(v -> {
                        underWay--;
                        bytes -= event.payload().length();
                        next();
                    }));
        }
    }

    private io.vertx.core.Future<Void> post(PayloadEvent event) {
        RequestOptions options;
        try {
            options = new RequestOptions()
                    .setAbsoluteURI(event.url())
                    .setMethod(HttpMethod.POST)
                    .setTimeout(TIMEOUT_MILLISECONDS);
        } catch (IllegalArgumentException | IllegalStateException | io.vertx.core.VertxException e) {
            LOG.error("the logger of {} has no valid address", event.predictor());
            return io.vertx.core.Future.failedFuture(e);
        }
        Predictor predictor = event.predictor();
        options.putHeader("Content-Type", event.contentType())
                .putHeader("Ce-Specversion", "1.0")
                .putHeader("Ce-Id", event.id().toString())
                .putHeader("Ce-Type", event.type())
                .putHeader("Ce-Source", "http://:8000/")
                .putHeader("Ce-Time", event.time().toString())
                .putHeader("Ce-Requestid", event.requestId())
                .putHeader("Ce-Modelid", event.model())
                .putHeader("Ce-Inferenceservicename", predictor.deployment())
                .putHeader("Ce-Namespace", predictor.namespace())
                .putHeader("Ce-Endpoint", predictor.name())
                .putHeader("Ce-Protocol", predictor.protocol());
        return client.request(options)
                .compose(request -> request.send(event.payload()))
                .compose(response -> response.statusCode() < 300
                        ? response.end()
                        : response.end()
                                .compose(v -> io.vertx.core.Future.failedFuture("status " + response.statusCode())))
                .onFailure(e -> LOG.error(
                        "an event of {} is lost, its logger does not take it: {}", predictor, e.getMessage()));
    }

    void close() {
        client.close();
    }
}
