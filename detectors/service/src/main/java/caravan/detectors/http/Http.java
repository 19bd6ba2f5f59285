package caravan.detectors.http;

import caravan.detectors.Settings;
import caravan.detectors.StartException;
import caravan.detectors.event.Refusal;
import caravan.detectors.watch.Verdict;
import caravan.detectors.watch.Watches;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port: events in, verdicts, lists, metrics and health out. */
public final class Http implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final Work work;
    private final Admission admission;
    private final Watches watches;
    private final Metrics metrics;
    private final PachydermHealth pachyderm;
    private final HttpServer server;

    /**
     * Opens the port.
     *
     * @throws StartException where it cannot be bound
     */
    public Http(
            Settings settings,
            Work work,
            Admission admission,
            Watches watches,
            Metrics metrics,
            PachydermHealth pachyderm) {
        this.work = work;
        this.admission = admission;
        this.watches = watches;
        this.metrics = metrics;
        this.pachyderm = pachyderm;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setTcpNoDelay(true)
                        .setHttp2ClearTextEnabled(false)
                        .setIdleTimeout(600)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(router(settings));
        try {
            server.listen(settings.port(), settings.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new StartException(
                    "port " + settings.port() + " of " + settings.host() + " cannot be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while opening port " + settings.port(), e);
        }
    }

    /** The port that was bound. */
    public int port() {
        return server.actualPort();
    }

    private Router router(Settings settings) {
        Router router = Router.router(vertx);
        BodyHandler body = BodyHandler.create(false).setBodyLimit(settings.maxBody());
        router.post("/").handler(body).handler(this::event);
        router.post("/events").handler(body).handler(this::event);
        router.get("/detectors").handler(c -> json(c, 200, watches.listing()));
        router.get("/metrics").handler(c -> c.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape()));
        router.get("/health").handler(this::health);
        router.errorHandler(
                413,
                c -> refuse(
                        c,
                        new Refusal(
                                413,
                                "the event is larger than " + settings.maxBody() + " bytes",
                                "body",
                                "send fewer predictions in an answer, or set CARAVAN_MAX_BODY_MB")));
        router.errorHandler(
                404,
                c -> refuse(
                        c,
                        new Refusal(
                                404,
                                "there is nothing at " + c.request().path(),
                                "path",
                                "POST events to /; GET /detectors, /health or /metrics")));
        router.errorHandler(
                405,
                c -> refuse(
                        c,
                        new Refusal(
                                405,
                                c.request().method() + " is not allowed at "
                                        + c.request().path(),
                                "method",
                                "POST events to /; GET /detectors, /health or /metrics")));
        router.errorHandler(500, c -> {
            LOG.error("a request on {} failed", c.request().path(), c.failure());
            refuse(c, new Refusal(500, "the service failed", "service", "look into its log"));
        });
        return router;
    }

    private void event(RoutingContext context) {
        long began = System.nanoTime();
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        context.request().headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        try {
            admission.enter(bytes.length);
        } catch (Refusal e) {
            answered(context, began, null, e);
            return;
        }
        work.judge(headers, bytes)
                .whenComplete((verdict, failure) -> context.vertx().runOnContext(v -> {
                    admission.leave(bytes.length);
                    answered(context, began, verdict, failure);
                }));
    }

    private void answered(RoutingContext context, long began, Verdict verdict, Throwable failure) {
        int status = 200;
        if (failure == null) {
            if (verdict.duplicate()) {
                metrics.duplicate();
            }
            json(context, status, verdict);
        } else {
            Refusal refusal = refusal(failure);
            status = refusal.status();
            refuse(context, refusal);
        }
        metrics.answered(status, Duration.ofNanos(System.nanoTime() - began));
    }

    private static Refusal refusal(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        LOG.error("an event could not be judged", cause);
        return new Refusal(500, "the service failed", "service", "look into its log");
    }

    private void health(RoutingContext context) {
        boolean down = admission.closed();
        pachyderm.look().whenComplete((state, failure) -> context.vertx().runOnContext(v -> {
            Map<String, Object> health = new LinkedHashMap<>();
            health.put("status", down ? "DOWN" : "UP");
            health.put("pachyderm", failure == null ? state : Map.of("status", "DOWN", "detail", failure.toString()));
            health.put("watches", watches.size());
            health.put("underWay", admission.underWay());
            json(context, down ? 503 : 200, health);
        }));
    }

    private static void refuse(RoutingContext context, Refusal refusal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", refusal.getMessage());
        body.put("where", refusal.where());
        body.put("remedy", refusal.remedy());
        if (refusal.status() == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        json(context, refusal.status(), body);
    }

    private static void json(RoutingContext context, int status, Object body) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        try {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the port did not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
