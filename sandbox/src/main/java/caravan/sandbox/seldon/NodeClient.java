package caravan.sandbox.seldon;

import caravan.sandbox.pods.Endpoint;
import caravan.sandbox.pods.Endpoints;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** REST from an executor to the containers of its nodes. */
final class NodeClient {
    private static final int CONNECTIONS = 256;
    private static final int IDLE_SECONDS = 5;
    private static final int CONNECT_MILLISECONDS = 2000;
    private static final Set<String> NOT_FORWARDED = Set.of(
            "connection",
            "content-length",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "expect",
            "upgrade");

    private final HttpClient client;
    private final Endpoints endpoints;
    private final Choice choice = new Choice();

    NodeClient(Vertx vertx, Endpoints endpoints) {
        this.endpoints = endpoints;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setConnectTimeout(CONNECT_MILLISECONDS));
    }

    boolean ready(Predictor predictor, Node node) {
        return !endpoints.ready(predictor.namespace(), node.selector()).isEmpty();
    }

    /** Asks a node; what the node answered, whatever its status, or a failure in the executor's words. */
    Future<RestReply> call(
            Predictor predictor, Node node, HttpMethod method, String uri, MultiMap headers, RequestBody body) {
        return call(predictor, node, method, uri, headers, body, new HashSet<>());
    }

    private Future<RestReply> call(
            Predictor predictor,
            Node node,
            HttpMethod method,
            String uri,
            MultiMap headers,
            RequestBody body,
            Set<Endpoint> tried) {
        Optional<Endpoint> chosen = choice.of(endpoints.ready(predictor.namespace(), node.selector()), tried);
        if (chosen.isEmpty() || chosen.get().port(node.name(), "http").isEmpty()) {
            return Future.succeededFuture(
                    RestReply.failure(503, "no ready pod has container " + node.name() + " of " + predictor));
        }
        Endpoint endpoint = chosen.get();
        int port = endpoint.port(node.name(), "http").getAsInt();
        RequestOptions options = new RequestOptions()
                .setHost(Endpoint.HOST)
                .setPort(port)
                .setMethod(method)
                .setURI(uri);
        predictor.restTimeout().ifPresent(timeout -> options.setTimeout(timeout.toMillis()));
        String url = method.name().charAt(0) + method.name().substring(1).toLowerCase(Locale.ROOT) + " \"http://"
                + Endpoint.HOST + ":" + port + uri + "\": ";
        endpoint.enter();
        return client.request(options)
                .compose(request -> send(request, method, headers, body), unreachable -> {
                    tried.add(endpoint);
                    return tried.size() == 1 && ready(predictor, node)
                            ? call(predictor, node, method, uri, headers, body, tried)
                            : Future.failedFuture(unreachable);
                })
                .recover(failure -> Future.succeededFuture(
                        failure instanceof StreamedBody.TooLarge
                                ? RestReply.failure(413, failure.getMessage())
                                : RestReply.failure(500, url + goWords(failure, port))))
                .onComplete(done -> endpoint.leave());
    }

    private static Future<RestReply> send(
            HttpClientRequest request, HttpMethod method, MultiMap headers, RequestBody body) {
        headers.forEach((name, value) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                request.headers().add(name, value);
            }
        });
        String length = headers.get("Content-Length");
        if (length != null && method != HttpMethod.GET) {
            request.headers().set("Content-Length", length);
        }
        Future<HttpClientResponse> response = method == HttpMethod.GET ? request.send() : body.sendTo(request);
        return response.compose(r -> r.body().map(b -> reply(r, b)));
    }

    private static RestReply reply(HttpClientResponse response, Buffer body) {
        RestReply reply = RestReply.of(response.statusCode(), response.getHeader("Content-Type"), body);
        String encoding = response.getHeader("Content-Encoding");
        if (encoding != null) {
            reply.headers().set("Content-Encoding", encoding);
        }
        return reply;
    }

    private static String goWords(Throwable failure, int port) {
        if (failure instanceof ConnectException) {
            return "dial tcp " + Endpoint.HOST + ":" + port + ": connect: connection refused";
        }
        if (failure instanceof TimeoutException) {
            return "net/http: request canceled (Client.Timeout exceeded while awaiting headers)";
        }
        return failure instanceof io.vertx.core.http.HttpClosedException ? "EOF" : String.valueOf(failure.getMessage());
    }

    void close() {
        client.close();
    }
}
