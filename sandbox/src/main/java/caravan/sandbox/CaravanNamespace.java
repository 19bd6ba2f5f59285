package caravan.sandbox;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Write;
import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What an installation of Caravan finds in its namespace: the detectors' service. */
final class CaravanNamespace {
    static final String NAME = "caravan";
    static final String DETECTORS_IMAGE = "caravan/detectors";
    static final int PORT = 8080;
    private static final String DETECTORS = "caravan-detectors";
    private static final Write WRITE = Write.by("caravan-sandbox");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore store;

    CaravanNamespace(ObjectStore store) {
        this.store = store;
        store.ensureNamespace(NAME);
    }

    /** Has the detectors' service run; where its Service is. */
    Meta.Place detectors(Map<String, String> environment) {
        ObjectNode deployment = object(DETECTORS);
        ObjectNode spec = deployment.putObject("spec").put("replicas", 1);
        spec.putObject("selector").putObject("matchLabels").put("app", DETECTORS);
        spec.putObject("strategy")
                .put("type", "RollingUpdate")
                .putObject("rollingUpdate")
                .put("maxUnavailable", 0);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", DETECTORS);
        ObjectNode container =
                template.putObject("spec").putArray("containers").addObject().put("name", "detectors");
        container.put("image", DETECTORS_IMAGE + ":0.1");
        container
                .putArray("ports")
                .addObject()
                .put("name", "http")
                .put("containerPort", PORT)
                .put("protocol", "TCP");
        var variables = container.putArray("env");
        variables.addObject().put("name", "CARAVAN_PORT").put("value", String.valueOf(PORT));
        environment.forEach(
                (name, value) -> variables.addObject().put("name", name).put("value", value));
        probe(container.putObject("readinessProbe"), 1);
        probe(container.putObject("livenessProbe").put("initialDelaySeconds", 30), 10);
        put(Kinds.DEPLOYMENT, deployment, "spec");

        ObjectNode service = object(DETECTORS);
        ObjectNode wanted = service.putObject("spec");
        wanted.putObject("selector").put("app", DETECTORS);
        wanted.putArray("ports")
                .addObject()
                .put("name", "http")
                .put("protocol", "TCP")
                .put("port", PORT)
                .put("targetPort", "http");
        return Meta.of(put(Kinds.SERVICE, service, "spec")).place();
    }

    private static void probe(ObjectNode probe, int period) {
        probe.putObject("httpGet").put("path", "/health").put("port", "http");
        probe.put("periodSeconds", period).put("timeoutSeconds", 2);
    }

    private static ObjectNode object(String name) {
        ObjectNode object = JSON.createObjectNode();
        object.putObject("metadata").put("name", name).put("namespace", NAME);
        return object;
    }

    private JsonNode put(Kind kind, ObjectNode object, String part) {
        String name = object.path("metadata").path("name").asText();
        Optional<ObjectNode> present = store.get(kind, NAME, name);
        return present.isEmpty()
                ? store.create(kind, object, WRITE)
                : store.modify(
                        kind,
                        NAME,
                        name,
                        Part.MAIN,
                        now -> {
                            object.path(part).properties().forEach(e -> now.withObject("/" + part)
                                    .set(e.getKey(), e.getValue()));
                            return now;
                        },
                        WRITE);
    }
}
