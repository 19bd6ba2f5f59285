package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.BadDay;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests, finds out who asks for what, and answers. */
final class Front implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int LARGEST_BODY = 3 << 20;
    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final Vertx vertx;
    private final ObjectStore store;
    private final BadDay badDay;
    private final Tokens tokens;
    private final Rights rights;
    private final Reviews reviews;
    private final Resources resources;
    private final Logs logs;

    Front(Vertx vertx, ObjectStore store, BadDay badDay, Tokens tokens, Logs logs) {
        this.badDay = badDay;
        this.vertx = vertx;
        this.store = store;
        this.tokens = tokens;
        this.rights = new Rights(store);
        this.reviews = new Reviews(rights);
        this.resources = new Resources(store);
        this.logs = logs;
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.exceptionHandler(e -> LOG.debug("{} {} broke off", request.method(), request.path(), e));
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.pause();
            serve(request, new byte[0]);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= LARGEST_BODY) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> serve(request, body.getBytes()));
    }

    private void serve(HttpServerRequest request, byte[] body) {
        vertx.<Runnable>executeBlocking(() -> answer(request, body), false).onComplete(done -> {
            if (done.succeeded()) {
                done.result().run();
            } else if (done.cause() instanceof Refusal refusal) {
                send(request.response(), refusal.code(), refusal.status());
            } else {
                LOG.error("{} {} failed", request.method(), request.path(), done.cause());
                send(
                        request.response(),
                        500,
                        Refusal.internal(String.valueOf(done.cause())).status());
            }
        });
    }

    /** Does what is asked, in a worker; what remains to do on the event loop is returned. */
    private Runnable answer(HttpServerRequest request, byte[] body) {
        HttpServerResponse response = request.response();
        String path = request.path();
        if (path.equals("/healthz") || path.equals("/livez") || path.equals("/readyz")) {
            return () -> response.putHeader("Content-Type", "text/plain").end("ok");
        }
        if (body.length > LARGEST_BODY) {
            throw Refusal.of(413, "RequestEntityTooLarge", "Request entity too large: limit is " + LARGEST_BODY);
        }
        User user = tokens.user(request.getHeader("Authorization"));
        Optional<Target> target = Target.of(path);
        if (target.isPresent()) {
            return resource(request, target.get(), body, user);
        }
        if (user.equals(User.ANONYMOUS) && !path.equals("/version")) {
            throw Refusal.of(
                    403,
                    "Forbidden",
                    "forbidden: User \"" + user.name() + "\" cannot "
                            + request.method().name().toLowerCase(Locale.ROOT) + " path \"" + path + "\"");
        }
        return document(request, body, user);
    }

    private Runnable document(HttpServerRequest request, byte[] body, User user) {
        HttpServerResponse response = request.response();
        String path = request.path();
        if (path.equals("/openapi/v2")) {
            boolean protobuf =
                    Optional.ofNullable(request.getHeader("Accept")).orElse("").contains("protobuf");
            return () -> response.putHeader("Content-Type", protobuf ? PROTOBUF : "application/json")
                    .end(Buffer.buffer(
                            protobuf
                                    ? OpenApi.protobuf()
                                    : OpenApi.json().toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (path.equals(Reviews.PATH) && request.method().name().equals("POST")) {
            Answer answer = reviews.answer(user, Bodies.object(body));
            return () -> send(response, answer.code(), answer.body());
        }
        JsonNode document = Discovery.document(path)
                .orElseThrow(() ->
                        Refusal.of(404, "NotFound", "the server could not find the requested resource (" + path + ")"));
        return () -> send(response, 200, document);
    }

    private Runnable resource(HttpServerRequest request, Target target, byte[] body, User user) {
        boolean watch = !target.subresource().equals("log") && watches(request);
        Verb verb = Verb.of(request.method().name(), target.named(), watch);
        Call call = new Call(verb, target, request.params(), request.headers(), body, user);
        boolean apply = verb == Verb.PATCH && call.header("Content-Type").startsWith("application/apply-patch");
        rights.require(user, verb.word(), target);
        if (apply && store.get(target.kind(), target.namespace(), target.name()).isEmpty()) {
            rights.require(user, Verb.CREATE.word(), target);
        }
        boolean write = verb != Verb.GET && verb != Verb.LIST && verb != Verb.WATCH;
        badDay.refusal(write, target.kind(), target.name()).ifPresent(refusal -> {
            throw refusal;
        });
        if (write && target.kind().equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
            throw Refusal.of(
                    405,
                    "MethodNotAllowed",
                    "the server does not allow this method on the requested resource: definitions are built in");
        }
        if (verb == Verb.WATCH) {
            call.selection();
            return () -> watch(request, call);
        }
        if (target.subresource().equals("log")) {
            Tailing log = logs.find(call);
            return () -> logs.answer(call, log, request.response());
        }
        Answer answer = resources.answer(call);
        JsonNode shaped = Format.of(call).shape(target.kind(), answer.body());
        return () -> {
            call.warnings()
                    .forEach(w ->
                            request.response().headers().add("Warning", "299 - \"" + w.replace("\"", "\\\"") + "\""));
            send(request.response(), answer.code(), shaped);
        };
    }

    private static boolean watches(HttpServerRequest request) {
        String watch = request.getParam("watch");
        return "true".equals(watch) || "1".equals(watch) || request.path().matches("/apis?/([^/]+/)?[^/]+/watch/.*");
    }

    private void watch(HttpServerRequest request, Call call) {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.toWebSocket()
                    .onSuccess(socket -> watch(socket, call))
                    .onFailure(e -> LOG.debug("no WebSocket for {}", request.path(), e));
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "application/json").setChunked(true);
        Watching watching = new Watching(vertx, store, badDay, call, new Watching.Wire() {
            @Override
            public void send(String event) {
                response.write(event);
            }

            @Override
            public void cut() {
                response.reset();
            }

            @Override
            public void end() {
                if (!response.ended() && !response.closed()) {
                    response.end();
                }
            }
        });
        response.closeHandler(closed -> watching.end());
        response.write("");
        watching.start();
    }

    private void watch(ServerWebSocket socket, Call call) {
        Watching watching = new Watching(vertx, store, badDay, call, new Watching.Wire() {
            @Override
            public void send(String event) {
                socket.writeTextMessage(event);
            }

            @Override
            public void cut() {
                socket.close((short) 1011);
            }

            @Override
            public void end() {
                if (!socket.isClosed()) {
                    socket.close();
                }
            }
        });
        socket.closeHandler(closed -> watching.end());
        watching.start();
    }

    private static void send(HttpServerResponse response, int code, JsonNode body) {
        if (response.closed()) {
            return;
        }
        if (body.path("details").has("retryAfterSeconds")) {
            response.putHeader(
                    "Retry-After",
                    body.path("details").path("retryAfterSeconds").asText());
        }
        response.setStatusCode(code)
                .putHeader("Content-Type", "application/json")
                .end(body.toString());
    }
}
