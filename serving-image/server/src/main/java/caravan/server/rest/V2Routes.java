package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import caravan.server.Service;
import caravan.server.VersionMetadata;
import caravan.server.scoring.Prediction;
import caravan.server.v2.V2Input;
import caravan.server.v2.V2Metadata;
import caravan.server.v2.V2Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Open Inference Protocol over REST, with the extension for binary tensors. */
final class V2Routes {
    private static final Pattern MODEL =
            Pattern.compile("/v2/models(?:/(?!infer$)([^/]+))?(?:/versions/([^/]+))?(?:/(ready|infer))?");

    private final Service service;

    V2Routes(Service service) {
        this.service = service;
    }

    /** The routes of a path, by method. */
    Optional<Map<String, Route>> find(String path) {
        return switch (path) {
            case "/v2", "/v2/" -> get(r -> RestAnswer.json(200, V2Metadata.server()));
            case "/v2/health/live" -> get(r -> RestAnswer.json(200, Map.of("live", true)));
            case "/v2/health/ready" -> get(r -> ready());
            default -> model(MODEL.matcher(path));
        };
    }

    private static Optional<Map<String, Route>> get(Route.Handler handler) {
        return Optional.of(Map.of("GET", new Route(Refusals.V2, "health", false, handler)));
    }

    private Optional<Map<String, Route>> model(Matcher path) {
        if (!path.matches()) {
            return Optional.empty();
        }
        String name = path.group(1) == null ? "" : path.group(1);
        String version = path.group(2) == null ? "" : path.group(2);
        if ("infer".equals(path.group(3))) {
            return Optional.of(Map.of("POST", new Route(Refusals.V2, "predict", true, r -> infer(name, version, r))));
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return get(request -> {
            check(name, version);
            return "ready".equals(path.group(3))
                    ? ready()
                    : RestAnswer.json(200, V2Metadata.model(name, VersionMetadata.of(service)));
        });
    }

    private void check(String name, String version) throws RequestException {
        V2Metadata.check(service, name, version);
    }

    private RestAnswer ready() throws RequestException {
        if (!service.lifecycle().ready()) {
            throw new RequestException(Kind.ENDING, "this server is going down");
        }
        return RestAnswer.json(200, Map.of("ready", true));
    }

    private RestAnswer infer(String name, String version, RestRequest request) throws RequestException {
        check(name, version);
        V2Request asked = V2Request.read(request);
        Prediction prediction = service.predictor().predict(V2Input.pictures(asked.inputs()));
        service.metrics().prediction(prediction);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model_name", name.isEmpty() ? service.settings().unit().id() : name);
        answer.put("model_version", prediction.version().name());
        if (!asked.id().isEmpty()) {
            answer.put("id", asked.id());
        }
        answer.put("parameters", V2Output.parameters(prediction, RestAnswer::text));
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (V2Output output : V2Output.of(prediction, asked.outputs())) {
            Map<String, Object> tensor = new LinkedHashMap<>();
            tensor.put("name", output.name());
            tensor.put("datatype", output.datatype());
            tensor.put("shape", output.shape());
            if (asked.wantsBinary(output.name())) {
                byte[] raw = output.raw();
                tensor.put("parameters", Map.of("binary_data_size", raw.length));
                behind.writeBytes(raw);
            } else {
                tensor.put("data", output.data());
            }
            outputs.add(tensor);
        }
        answer.put("outputs", outputs);
        return answer(answer, behind);
    }

    private static RestAnswer answer(Map<String, Object> json, ByteArrayOutputStream behind) {
        if (behind.size() == 0) {
            return RestAnswer.json(200, json);
        }
        byte[] head = RestAnswer.text(json).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream body = new ByteArrayOutputStream(head.length + behind.size());
        body.writeBytes(head);
        body.writeBytes(behind.toByteArray());
        return new RestAnswer(
                200,
                "application/octet-stream",
                Map.of("Inference-Header-Content-Length", String.valueOf(head.length)),
                body.toByteArray());
    }
}
