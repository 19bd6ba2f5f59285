package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import caravan.server.Service;
import caravan.server.VersionMetadata;
import caravan.server.scoring.Prediction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Seldon's protocol as its Python wrapper speaks it; unknown paths and methods are 404 and 405 here, not 500. */
final class SeldonRoutes {
    private static final Set<String> FEEDBACK = Set.of("request", "response", "reward", "truth");

    private final Service service;
    private final RestAnswer openApi;

    SeldonRoutes(Service service) {
        this.service = service;
        this.openApi = openApi();
    }

    void register(Routes routes) {
        Route predict = new Route(Refusals.SELDON, "predict", true, this::predict);
        routes.add("GET", "/predict", predict).add("POST", "/predict", predict);
        Route feedback = new Route(Refusals.SELDON, "feedback", true, this::feedback);
        routes.add("GET", "/send-feedback", feedback).add("POST", "/send-feedback", feedback);
        for (String version : List.of("v0.1", "v1.0")) {
            routes.add("POST", "/api/" + version + "/predictions", predict);
            routes.add("POST", "/api/" + version + "/feedback", feedback);
        }
        both(routes, "/transform-input", new Route(Refusals.SELDON, "inputtransform", true, this::echo));
        both(routes, "/transform-output", new Route(Refusals.SELDON, "outputtransform", true, this::echo));
        both(routes, "/route", new Route(Refusals.SELDON, "route", false, r -> undefined("Route")));
        both(routes, "/aggregate", new Route(Refusals.SELDON, "aggregate", false, r -> undefined("Aggregate")));
        get(routes, "/health/ping", r -> RestAnswer.of("text/html; charset=utf-8", "pong"));
        get(routes, "/health/status", r -> health());
        get(routes, "/api/v1.0/health/status", r -> health());
        get(
                routes,
                "/metadata",
                r -> RestAnswer.json(200, VersionMetadata.of(service).seldon()));
        get(
                routes,
                "/api/v1.0/metadata",
                r -> RestAnswer.json(200, VersionMetadata.of(service).seldon()));
        get(routes, "/seldon.json", r -> openApi);
    }

    private static void both(Routes routes, String path, Route route) {
        routes.add("GET", path, route).add("POST", path, route);
    }

    private static void get(Routes routes, String path, Route.Handler handler) {
        routes.add("GET", path, new Route(Refusals.SELDON, "health", false, handler));
    }

    private RestAnswer predict(RestRequest request) throws RequestException {
        SeldonRequest asked = read(request);
        Prediction prediction = service.predictor().predict(asked.inputs());
        service.metrics().prediction(prediction);
        Map<String, Object> data = new TreeMap<>();
        data.put("names", prediction.labels());
        List<float[]> rows = new ArrayList<>();
        prediction.scores().forEach(scores -> rows.add(scores.probabilities()));
        data.put(asked.ndarray() ? "ndarray" : "tensor", asked.ndarray() ? rows : tensor(rows));
        return RestAnswer.json(200, Map.of("data", data, "meta", meta(asked.meta(), prediction.tags())));
    }

    private static Map<String, Object> tensor(List<float[]> rows) {
        List<Float> values = new ArrayList<>();
        for (float[] row : rows) {
            for (float value : row) {
                values.add(value);
            }
        }
        return Map.of("shape", List.of(rows.size(), rows.get(0).length), "values", values);
    }

    private static SeldonRequest read(RestRequest request) throws RequestException {
        if (request.method().equals("GET")) {
            return SeldonReader.read(request.query("json").orElseThrow(SeldonReader::noJson));
        }
        return switch (request.contentType()) {
            case "application/json" -> SeldonReader.read(request.body(), request.length());
            case "multipart/form-data", "application/x-www-form-urlencoded" -> SeldonForm.read(request);
            default -> throw unsupported();
        };
    }

    private static RequestException unsupported() {
        return new RequestException(
                Kind.UNSUPPORTED_TYPE,
                "send application/json, multipart/form-data or application/x-www-form-urlencoded with a field `json`");
    }

    private static JsonNode tree(RestRequest request) throws RequestException {
        try {
            if (request.method().equals("GET")) {
                return SeldonReader.JSON.readTree(request.query("json").orElseThrow(SeldonReader::noJson));
            }
            JsonNode tree =
                    switch (request.contentType()) {
                        case "application/json" -> SeldonReader.JSON.readTree(request.body(), 0, request.length());
                        case "multipart/form-data", "application/x-www-form-urlencoded" ->
                            SeldonReader.JSON.readTree(SeldonForm.text(request));
                        default -> throw unsupported();
                    };
            if (!tree.isObject()) {
                throw SeldonReader.noJson();
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw SeldonReader.noJson();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private RestAnswer feedback(RestRequest request) throws RequestException {
        JsonNode feedback = tree(request);
        for (Iterator<String> fields = feedback.fieldNames(); fields.hasNext(); ) {
            if (!FEEDBACK.contains(fields.next())) {
                throw RequestException.badData(
                        "Invalid JSON: a feedback has the fields request, response, reward and truth alone");
            }
        }
        JsonNode reward = feedback.path("reward");
        if (!reward.isMissingNode() && !reward.isNumber()) {
            throw RequestException.badData("Invalid JSON: reward is no number");
        }
        service.metrics().feedback(reward.asDouble(0));
        boolean ndarray = feedback.path("request").path("data").has("ndarray");
        Object empty = ndarray ? List.of() : Map.of("shape", List.of(0));
        return RestAnswer.json(
                200,
                Map.of(
                        "data",
                        Map.of(ndarray ? "ndarray" : "tensor", empty),
                        "meta",
                        meta(feedback.path("request").get("meta"), Map.of())));
    }

    private RestAnswer echo(RestRequest request) throws RequestException {
        Map<String, Object> answer = new TreeMap<>();
        JsonNode message = tree(request);
        message.fields().forEachRemaining(field -> answer.put(field.getKey(), field.getValue()));
        answer.put("meta", meta(message.get("meta"), Map.of()));
        return RestAnswer.json(200, answer);
    }

    private static RestAnswer undefined(String what) throws RequestException {
        throw RequestException.badData(what + " not defined");
    }

    private RestAnswer health() throws RequestException {
        if (!service.lifecycle().ready()) {
            throw new RequestException(Kind.ENDING, "this server is going down");
        }
        return RestAnswer.json(
                200, Map.of("meta", meta(null, VersionMetadata.of(service).tags()), "strData", "healthy"));
    }

    private Map<String, Object> meta(JsonNode request, Map<String, Object> tags) {
        return SeldonMeta.of(service.settings().unit(), request, tags);
    }

    private static RestAnswer openApi() {
        try (InputStream in = SeldonRoutes.class.getResourceAsStream("seldon.json")) {
            return RestAnswer.of("application/json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("seldon.json is not in the jar", e);
        }
    }
}
