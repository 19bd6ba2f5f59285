package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.DatabaseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of {@code /api/v1}. Each call runs in one transaction, on a worker thread. Bodies are read as JSON whatever
 * their type is said to be. What no route takes is unimplemented, with or without a token.
 */
final class Api {
    static final String PREFIX = "/api/v1";
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    /** The largest message, decoded, and the largest body that may hold one. */
    private static final long LARGEST = 96L << 20;

    /** Answers a call. */
    @FunctionalInterface
    interface Handler {
        JsonNode answer(Call call);
    }

    /** Answers in its own time and way; what it reads, it reads in transactions of its own. */
    @FunctionalInterface
    interface Streamed {
        void answer(RoutingContext context, Call call);
    }

    private final Router router;
    private final Database database;
    private final Tokens tokens;

    Api(Router router, Database database, Tokens tokens) {
        this.router = router;
        this.database = database;
        this.tokens = tokens;
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST * 3 / 2));
        router.errorHandler(
                413,
                context -> fail(
                        context, Code.RESOURCE_EXHAUSTED, "grpc: received message larger than max (" + LARGEST + ")"));
    }

    void get(String path, Handler handler) {
        on(HttpMethod.GET, path, handler);
    }

    void post(String path, Handler handler) {
        on(HttpMethod.POST, path, handler);
    }

    void put(String path, Handler handler) {
        on(HttpMethod.PUT, path, handler);
    }

    void patch(String path, Handler handler) {
        on(HttpMethod.PATCH, path, handler);
    }

    void delete(String path, Handler handler) {
        on(HttpMethod.DELETE, path, handler);
    }

    private void on(HttpMethod method, String path, Handler handler) {
        handle(method, path, context -> {
            JsonNode answer = database.transaction(sql -> {
                User user = tokens.user(sql, context.request());
                return handler.answer(call(context, sql, user));
            });
            send(context, answer);
        });
    }

    /** A route for those who have no token yet. */
    void open(HttpMethod method, String path, Handler handler) {
        handle(
                method,
                path,
                context -> send(context, database.transaction(sql -> handler.answer(call(context, sql, null)))));
    }

    /** Ends the session whose token comes with the call. */
    void logout(String path) {
        handle(HttpMethod.POST, path, context -> {
            database.transaction(sql -> {
                tokens.user(sql, context.request());
                Tokens.session(context.request()).ifPresent(token -> Users.close(sql, token));
                return null;
            });
            send(context, Json.object());
        });
    }

    /** A route whose answer is no single message. */
    void streamed(String path, Streamed streamed) {
        handle(HttpMethod.GET, path, context -> {
            Call call = database.transaction(sql -> call(context, null, tokens.user(sql, context.request())));
            streamed.answer(context, call);
        });
    }

    private void handle(HttpMethod method, String path, Consumer<RoutingContext> handler) {
        router.route(method, PREFIX + path)
                .blockingHandler(
                        context -> {
                            if (colonAtEnd(context)) {
                                context.next();
                                return;
                            }
                            try {
                                handler.accept(context);
                            } catch (ApiException e) {
                                fail(context, e.code(), e.getMessage());
                            } catch (DatabaseException e) {
                                LOG.warn(
                                        "{} {} does not fit the database",
                                        context.request().method(),
                                        context.request().path(),
                                        e);
                                fail(context, Code.INTERNAL, e.getMessage());
                            } catch (RuntimeException e) {
                                LOG.error(
                                        "{} {} failed",
                                        context.request().method(),
                                        context.request().path(),
                                        e);
                                fail(context, Code.INTERNAL, e.toString());
                            }
                        },
                        false);
    }

    /** As the real gateway: a colon in the last segment begins a verb, and there are none. */
    private static boolean colonAtEnd(RoutingContext context) {
        String path = context.request().path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.contains(":") || last.contains("%3A") || last.contains("%3a");
    }

    /** What none of the routes took. */
    void unimplemented() {
        router.route(PREFIX + "/*").handler(context -> fail(context, Code.UNIMPLEMENTED, "Not Implemented"));
    }

    private static Call call(RoutingContext context, caravan.sandbox.determined.sql.Sql sql, User user) {
        return new Call(sql, user, context.pathParams(), context.queryParams(), new Fields(body(context)));
    }

    private static JsonNode body(RoutingContext context) {
        Buffer buffer = context.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            return Json.object();
        }
        try {
            JsonNode node = Json.MAPPER.readTree(buffer.getBytes());
            if (node == null || node.isMissingNode()) {
                return Json.object();
            }
            if (!node.isObject()) {
                throw ApiException.invalid("json: cannot unmarshal "
                        + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                        + " into Go value of type map[string]json.RawMessage");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw ApiException.invalid(e.getOriginalMessage());
        } catch (IOException e) {
            throw ApiException.invalid(e.getMessage());
        }
    }

    static void send(RoutingContext context, JsonNode answer) {
        boolean pretty = context.queryParams().contains("pretty");
        context.response()
                .putHeader("Content-Type", "application/json")
                .end((pretty ? answer.toPrettyString() : answer.toString()));
    }

    /** The error's message, where the answer has not begun. */
    static void fail(RoutingContext context, Code code, String message) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        JsonNode error = Json.object()
                .set(
                        "error",
                        Json.object()
                                .put("code", code.number)
                                .put("reason", code.reason)
                                .put("error", Optional.ofNullable(message).orElse("")));
        response.setStatusCode(code.status)
                .putHeader("Content-Type", "application/json")
                .end(error.toString());
    }
}
