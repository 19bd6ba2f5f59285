package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Schemas;
import caravan.sandbox.kubernetes.schema.Unknown;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what requests send. */
final class Bodies {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonMapper STRICT_JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final YAMLMapper STRICT_YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Bodies() {}

    /** The object of a request that creates or replaces one. Fields that nobody knows are refused, or warned of and left out. */
    static ObjectNode object(Call call) {
        Kind kind = call.target().kind();
        boolean yaml = call.header("Content-Type").contains("yaml");
        ObjectNode object = object(read(call, yaml, decoding(kind)));
        checkKind(kind, object);
        checkPlace(call.target(), object);
        prune(call, object, unknown -> Refusal.badRequest(decoding(kind) + "strict decoding error: " + unknown));
        return object;
    }

    private static String decoding(Kind kind) {
        return kind.name() + " in version \"" + kind.version() + "\" cannot be handled as a " + kind.name() + ": ";
    }

    /** What a request applies, as YAML or JSON. */
    static ObjectNode applied(Call call) {
        ObjectNode object = object(read(call, true, ""));
        Kind kind = call.target().kind();
        String apiVersion = object.path("apiVersion").asText();
        if (!apiVersion.equals(kind.apiVersion())
                || !object.path("kind").asText().equals(kind.name())) {
            throw Refusal.badRequest("invalid object type: " + apiVersion + ", Kind="
                    + object.path("kind").asText());
        }
        checkPlace(call.target(), object);
        return object;
    }

    /** A JSON object of no kind that is kept. */
    static ObjectNode object(byte[] body) {
        try {
            return object(JSON.readTree(body));
        } catch (JacksonException e) {
            throw Refusal.badRequest(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any JSON value. */
    static JsonNode any(Call call) {
        return read(call, call.header("Content-Type").contains("yaml"), "");
    }

    private static JsonNode read(Call call, boolean yaml, String doing) {
        if (call.header("Content-Type").contains("protobuf")) {
            throw Refusal.of(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include:"
                            + " application/json, application/yaml");
        }
        boolean strict = strict(call);
        try {
            JsonMapper json = strict ? STRICT_JSON : JSON;
            JsonNode node = yaml ? (strict ? STRICT_YAML : YAML).readTree(call.body()) : json.readTree(call.body());
            return node == null || node.isMissingNode() ? JSON.createObjectNode() : node;
        } catch (JacksonException e) {
            throw unreadable(e, yaml, strict, doing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal unreadable(JacksonException e, boolean yaml, boolean strict, String doing) {
        String message = e.getOriginalMessage();
        boolean duplicate = message.startsWith("Duplicate field");
        if (yaml) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            return Refusal.badRequest(
                    duplicate && strict
                            ? "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  "
                                    + where + "key " + message.replaceAll(".*'(.*)'.*", "\"$1\"")
                                    + " already set in map"
                            : "error decoding YAML: error converting YAML to JSON: yaml: " + where
                                    + message.lines().findFirst().orElse(""));
        }
        return Refusal.badRequest(
                duplicate
                        ? doing + "strict decoding error: duplicate field " + message.replaceAll(".*'(.*)'.*", "\"$1\"")
                        : doing + message);
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.badRequest("the object provided is unrecognized (must be a JSON object)");
    }

    private static void checkKind(Kind kind, ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText(kind.apiVersion());
        String name = object.path("kind").asText(kind.name());
        if (!apiVersion.equals(kind.apiVersion())) {
            throw Refusal.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + kind.apiVersion() + ")");
        }
        if (!name.equals(kind.name())) {
            throw Refusal.badRequest(name + " in version \"" + kind.version() + "\" cannot be handled as a "
                    + kind.name() + ": converting (" + apiVersion + "." + name + ") to (" + kind.apiVersion() + "."
                    + kind.name() + "): unknown conversion");
        }
    }

    private static void checkPlace(Target target, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        String name = metadata.path("name").asText("");
        if (target.named() && name.isEmpty()) {
            metadata.put("name", target.name());
        } else if (target.named() && !name.equals(target.name())) {
            throw Refusal.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        if (target.kind().namespaced()) {
            String namespace = metadata.path("namespace").asText("");
            if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
                throw Refusal.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            metadata.put("namespace", target.namespace());
        }
    }

    private static boolean strict(Call call) {
        return call.parameter("fieldValidation").filter("Strict"::equals).isPresent();
    }

    /** Leaves unknown fields out. */
    static void prune(Call call, ObjectNode object, Function<String, Refusal> refusal) {
        List<String> unknown = Unknown.prune(Schemas.of(call.target().kind()), object).stream()
                .map(path -> "unknown field \"" + path + "\"")
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        if (strict(call)) {
            throw refusal.apply(unknown.stream().collect(Collectors.joining(", ")));
        }
        if (call.parameter("fieldValidation").filter("Ignore"::equals).isEmpty()) {
            unknown.stream().filter(w -> !call.warnings().contains(w)).forEach(call.warnings()::add);
        }
    }
}
