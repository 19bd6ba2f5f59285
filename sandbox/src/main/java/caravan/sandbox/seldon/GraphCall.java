package caravan.sandbox.seldon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;

/**
 * Sends a REST call through a predictor's graph. A graph of one node, the usual one, gets the body as it flows in; a
 * larger one gathers it, since several nodes have to read it. What a node answers goes on as it is; nothing is merged.
 */
final class GraphCall {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Predictor predictor;
    private final NodeClient nodes;
    private final PayloadLog log;

    GraphCall(Predictor predictor, NodeClient nodes, PayloadLog log) {
        this.predictor = predictor;
        this.nodes = nodes;
        this.log = log;
    }

    Future<RestReply> predict(RestCall call, String puid, String nodePath) {
        Node root = predictor.graph();
        Future<RestReply> answer = root.children().isEmpty()
                ? leaf(call, puid, root, nodePath, call.body())
                : call.body().whole().compose(body -> visit(call, puid, root, body));
        return answer.map(RestExecutor::passedOn);
    }

    private Future<RestReply> leaf(RestCall call, String puid, Node node, String path, RequestBody body) {
        boolean logs = node.logger().isPresent() && !call.skipsLogging();
        if (logs && node.logger().get().requests()) {
            String type = contentType(call.headers());
            body.onCopied(copy -> copy.ifPresent(
                    b -> log.add(PayloadEvent.of(PayloadEvent.REQUEST, predictor, node, puid, type, b))));
        }
        return nodes.call(predictor, node, HttpMethod.POST, path, call.headers(), body)
                .onSuccess(reply -> logResponse(logs, node, puid, reply));
    }

    private void logResponse(boolean logs, Node node, String puid, RestReply reply) {
        if (logs && reply.status() == 200 && node.logger().get().responses()) {
            log.add(PayloadEvent.of(
                    PayloadEvent.RESPONSE, predictor, node, puid, contentType(reply.headers()), reply.body()));
        }
    }

    private Future<RestReply> visit(RestCall call, String puid, Node node, Buffer body) {
        boolean logs = node.logger().isPresent() && !call.skipsLogging();
        if (logs && node.logger().get().requests()) {
            log.add(PayloadEvent.of(PayloadEvent.REQUEST, predictor, node, puid, contentType(call.headers()), body));
        }
        Future<RestReply> answer =
                switch (node.type()) {
                    case "TRANSFORMER" ->
                        ask(call, node, "/transform-input", body).compose(r -> children(call, puid, node, r));
                    case "MODEL" -> ask(call, node, "/predict", body).compose(r -> children(call, puid, node, r));
                    case "OUTPUT_TRANSFORMER" ->
                        children(call, puid, node, given(call, body))
                                .compose(r -> good(r) ? ask(call, node, "/transform-output", r.body()) : same(r));
                    case "ROUTER" ->
                        ask(call, node, "/route", body)
                                .compose(r -> good(r) ? routed(call, puid, node, body, r) : same(r));
                    case "COMBINER" -> combined(call, puid, node, body);
                    default -> children(call, puid, node, given(call, body));
                };
        return answer.onSuccess(reply -> logResponse(logs, node, puid, reply));
    }

    private Future<RestReply> children(RestCall call, String puid, Node node, RestReply input) {
        return !good(input) || node.children().isEmpty()
                ? same(input)
                : visit(call, puid, node.children().get(0), input.body());
    }

    private Future<RestReply> routed(RestCall call, String puid, Node node, Buffer body, RestReply route) {
        int branch;
        try {
            branch = branch(JSON.readTree(route.body().getBytes()));
        } catch (IOException e) {
            return same(RestReply.failure(500, "router " + node.name() + " answered no JSON"));
        }
        if (branch < 0) {
            return visit(call, puid, node.children().get(0), body);
        }
        return branch < node.children().size()
                ? visit(call, puid, node.children().get(branch), body)
                : same(RestReply.failure(
                        500,
                        "router " + node.name() + " chose branch " + branch + " of "
                                + node.children().size()));
    }

    private static int branch(JsonNode message) {
        JsonNode data = message.path("data");
        JsonNode first = data.path("ndarray").path(0);
        return (data.has("ndarray")
                        ? first.isArray() ? first.path(0) : first
                        : data.path("tensor").path("values").path(0))
                .asInt();
    }

    private Future<RestReply> combined(RestCall call, String puid, Node node, Buffer body) {
        List<Future<RestReply>> answers = node.children().stream()
                .map(child -> visit(call, puid, child, body))
                .toList();
        return Future.all(answers).compose(all -> {
            Buffer list = Buffer.buffer("[");
            for (Future<RestReply> answer : answers) {
                if (!good(answer.result())) {
                    return same(answer.result());
                }
                list.appendString(list.length() > 1 ? "," : "")
                        .appendBuffer(answer.result().body());
            }
            return ask(call, node, "/aggregate", list.appendString("]"));
        });
    }

    /** Feedback goes to the router, the models and the branch that the response names, and is answered by itself. */
    Future<RestReply> feedback(RestCall call, String puid) {
        Node root = predictor.graph();
        if (root.children().isEmpty()) {
            logFeedback(call, puid, root, call.body());
            return nodes.call(predictor, root, HttpMethod.POST, "/send-feedback", call.headers(), call.body())
                    .map(RestExecutor::passedOn);
        }
        return call.body().whole().compose(body -> told(call, puid, root, body).map(v -> given(call, body)));
    }

    private Future<RestReply> told(RestCall call, String puid, Node node, Buffer body) {
        Future<RestReply> children;
        int branch = node.type().equals("ROUTER") ? routing(body, node.name()) : -1;
        List<Node> chosen = branch < 0 || branch >= node.children().size()
                ? node.children()
                : List.of(node.children().get(branch));
        children = Future.all(
                        chosen.stream().map(c -> told(call, puid, c, body)).toList())
                .map(v -> given(call, body));
        if (!node.type().equals("MODEL") && !node.type().equals("ROUTER")) {
            return children;
        }
        logFeedback(call, puid, node, RequestBody.of(body));
        return children.compose(v -> ask(call, node, "/send-feedback", body));
    }

    private static int routing(Buffer feedback, String router) {
        try {
            return JSON.readTree(feedback.getBytes())
                    .at("/response/meta/routing")
                    .path(router)
                    .asInt(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    private void logFeedback(RestCall call, String puid, Node node, RequestBody body) {
        if (node.logger().isPresent() && node.logger().get().responses() && !call.skipsLogging()) {
            String type = contentType(call.headers());
            body.onCopied(copy -> copy.ifPresent(
                    b -> log.add(PayloadEvent.of(PayloadEvent.FEEDBACK, predictor, node, puid, type, b))));
        }
    }

    private Future<RestReply> ask(RestCall call, Node node, String path, Buffer body) {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().addAll(call.headers()).remove("Content-Length");
        return nodes.call(predictor, node, HttpMethod.POST, path, headers, RequestBody.of(body));
    }

    private static RestReply given(RestCall call, Buffer body) {
        return RestReply.of(200, contentType(call.headers()), body);
    }

    private static Future<RestReply> same(RestReply reply) {
        return Future.succeededFuture(reply);
    }

    private static boolean good(RestReply reply) {
        return reply.status() == 200;
    }

    private static String contentType(MultiMap headers) {
        String type = headers.get("Content-Type");
        return type == null ? "application/json" : type;
    }
}
