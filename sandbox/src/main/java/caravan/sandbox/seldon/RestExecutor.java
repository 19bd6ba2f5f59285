package caravan.sandbox.seldon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seldon's executor over REST: the front of one predictor, which sends a call through its graph. */
final class RestExecutor {
    static final String PUID = "Seldon-Puid";
    private static final Pattern SELDON =
            Pattern.compile("/api/v(?:0\\.1|1\\.0)/(predictions|feedback|status|metadata|health/status)(?:/([^/]+))?");
    private static final Pattern V2 = Pattern.compile("/v2/models/(?:([^/]+)/)?(infer|ready)|/v2/models/([^/]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Predictor predictor;
    private final NodeClient nodes;
    private final GraphCall graph;
    private final ExecutorMetrics metrics;

    RestExecutor(Predictor predictor, NodeClient nodes, PayloadLog log, ExecutorMetrics metrics) {
        this.predictor = predictor;
        this.nodes = nodes;
        this.graph = new GraphCall(predictor, nodes, log);
        this.metrics = metrics;
    }

    /** Answers a call; never fails. */
    Future<RestReply> answer(RestCall call) {
        switch (call.path()) {
            case "/live" -> {
                return Future.succeededFuture(RestReply.empty(200));
            }
            case "/ready" -> {
                return Future.succeededFuture(readiness());
            }
            case "/prometheus" -> {
                return Future.succeededFuture(
                        RestReply.of(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text()));
            }
            default -> {
                return predictor.openInference() ? openInference(call) : seldon(call);
            }
        }
    }

    private Future<RestReply> seldon(RestCall call) {
        Matcher matcher = SELDON.matcher(call.path());
        if (!matcher.matches()) {
            return notFound();
        }
        String model = matcher.group(2);
        switch (matcher.group(1)) {
            case "predictions" -> {
                return model == null ? posted(call, "predictions", "/predict") : notFound();
            }
            case "feedback" -> {
                return model == null ? posted(call, "feedback", "/send-feedback") : notFound();
            }
            case "status" -> {
                return got(
                        call, model == null ? Future.succeededFuture(readiness()) : ask(call, model, "/health/status"));
            }
            case "metadata" -> {
                return got(call, model == null ? metadata(call) : ask(call, model, "/metadata"));
            }
            default -> {
                return call.path().startsWith("/api/v1.0/") && model == null
                        ? got(call, Future.succeededFuture(readiness()))
                        : notFound();
            }
        }
    }

    private Future<RestReply> openInference(RestCall call) {
        if (call.path().equals("/v2/health/ready")) {
            return got(call, Future.succeededFuture(readiness()));
        }
        Matcher matcher = V2.matcher(call.path());
        if (!matcher.matches()) {
            return notFound();
        }
        if ("infer".equals(matcher.group(2))) {
            String model = matcher.group(1) == null ? predictor.graph().name() : matcher.group(1);
            return posted(call, "predictions", "/v2/models/" + model + "/infer");
        }
        String model = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
        String path = "/v2/models/" + model + ("ready".equals(matcher.group(2)) ? "/ready" : "");
        return got(call, ask(call, model, path));
    }

    private Future<RestReply> posted(RestCall call, String service, String nodePath) {
        if (call.method() == HttpMethod.OPTIONS) {
            return Future.succeededFuture(dressed(call, puid(call), RestReply.empty(200)));
        }
        if (call.method() != HttpMethod.POST) {
            return Future.succeededFuture(RestReply.empty(405));
        }
        String puid = puid(call);
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().addAll(call.headers()).set(PUID, puid);
        RestCall known = new RestCall(call.method(), call.path(), call.query(), headers, call.body());
        long began = System.nanoTime();
        Future<RestReply> answer =
                service.equals("feedback") ? graph.feedback(known, puid) : graph.predict(known, puid, nodePath);
        return answer.map(reply -> {
            metrics.server(service, "post", reply.status(), System.nanoTime() - began);
            return dressed(call, puid, reply);
        });
    }

    private Future<RestReply> got(RestCall call, Future<RestReply> answer) {
        return call.method() == HttpMethod.GET
                ? answer.map(reply -> dressed(call, puid(call), reply))
                : Future.succeededFuture(RestReply.empty(405));
    }

    private Future<RestReply> ask(RestCall call, String model, String path) {
        Optional<Node> node = predictor.graph().find(model);
        return node.isEmpty()
                ? Future.succeededFuture(RestReply.failure(500, "Failed to find model " + model))
                : nodes.call(predictor, node.get(), HttpMethod.GET, path, call.headers(), call.body())
                        .map(RestExecutor::passedOn);
    }

    private Future<RestReply> metadata(RestCall call) {
        Node root = predictor.graph();
        return ask(call, root.name(), "/metadata").map(reply -> {
            if (reply.status() != 200) {
                return reply;
            }
            ObjectNode answer = JSON.createObjectNode();
            answer.put("name", predictor.name());
            ObjectNode model = answer.putObject("models").putObject(root.name());
            JsonNode told = parsed(reply.body());
            for (String key : new String[] {"name", "platform", "versions", "inputs", "outputs", "custom"}) {
                if (!told.path(key).isMissingNode() && !told.path(key).isEmpty()
                        || told.path(key).isTextual()) {
                    model.set(key, told.get(key));
                }
            }
            answer.set("graphinputs", told.get("inputs"));
            answer.set("graphoutputs", told.get("outputs"));
            return RestReply.of(200, "application/json", HtmlEscape.of(Buffer.buffer(answer.toString())));
        });
    }

    private static JsonNode parsed(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What a node said, as the executor passes it on: escaped, and text where it is no success. */
    static RestReply passedOn(RestReply reply) {
        boolean encoded = reply.headers().contains("Content-Encoding");
        Buffer body = encoded ? reply.body() : HtmlEscape.of(reply.body());
        if (reply.status() == 200) {
            return new RestReply(200, reply.headers(), body);
        }
        return RestReply.of(reply.status(), reply.body().length() == 0 ? null : RestReply.TEXT, body);
    }

    private RestReply readiness() {
        return RestReply.empty(ready() ? 200 : 503);
    }

    boolean ready() {
        return ready(predictor.graph());
    }

    private boolean ready(Node node) {
        return nodes.ready(predictor, node) && node.children().stream().allMatch(this::ready);
    }

    private static Future<RestReply> notFound() {
        return Future.succeededFuture(RestReply.text(404, "404 page not found\n"));
    }

    private static String puid(RestCall call) {
        String told = call.headers().get(PUID);
        return told == null || told.isBlank() ? UUID.randomUUID().toString() : told;
    }

    private RestReply dressed(RestCall call, String puid, RestReply reply) {
        MultiMap headers = reply.headers();
        headers.set(PUID, puid).set("X-Content-Type-Options", "nosniff").set("Access-Control-Allow-Origin", "*");
        if (call.method() == HttpMethod.OPTIONS) {
            headers.set("Access-Control-Allow-Methods", "GET, OPTIONS, POST").set("Access-Control-Allow-Headers", "*");
        }
        if (call.headers().contains("Ce-Specversion")) {
            headers.set("Ce-Id", puid)
                    .set("Ce-Specversion", "0.3")
                    .set("Ce-Path", call.path())
                    .set("Ce-Type", "seldon." + predictor.deployment() + "." + predictor.namespace() + ".response")
                    .set("Ce-Source", "seldon." + predictor.deployment());
        }
        return reply;
    }
}
