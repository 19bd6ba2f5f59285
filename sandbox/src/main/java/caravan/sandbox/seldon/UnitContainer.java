package caravan.sandbox.seldon;

import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the operator adds to a container of a predictor: ports, environment, probes, its hook and its notes. */
record UnitContainer(Spec spec, JsonNode predictor, ObjectNode container) {

    void complete(PortPlan.Ports ports) {
        port("http", ports.http());
        port("grpc", ports.grpc());
        port("metrics", ports.metrics());
        environment(ports);
        if (!container.has("imagePullPolicy")) {
            container.put("imagePullPolicy", "IfNotPresent");
        }
        probe("livenessProbe", 60, ports.http());
        probe("readinessProbe", 20, ports.http());
        ObjectNode lifecycle = container.withObject("/lifecycle");
        if (!lifecycle.has("preStop")) {
            lifecycle
                    .putObject("preStop")
                    .putObject("exec")
                    .putArray("command")
                    .add("/bin/sh")
                    .add("-c")
                    .add("/bin/sleep 10");
        }
        container
                .withArray("/volumeMounts")
                .addObject()
                .put("name", "seldon-podinfo")
                .put("mountPath", "/etc/podinfo");
    }

    private void port(String name, int number) {
        ArrayNode ports = container.withArray("/ports");
        for (JsonNode port : ports) {
            if (port.path("name").asText().equals(name)) {
                return;
            }
        }
        ports.addObject().put("name", name).put("containerPort", number).put("protocol", "TCP");
    }

    private void probe(String kind, int delay, int port) {
        if (!container.has(kind)) {
            ObjectNode probe = container.putObject(kind);
            probe.putObject("tcpSocket").put("port", port);
            probe.put("initialDelaySeconds", delay)
                    .put("periodSeconds", 5)
                    .put("timeoutSeconds", 1)
                    .put("successThreshold", 1)
                    .put("failureThreshold", 3);
        }
    }

    private void environment(PortPlan.Ports ports) {
        Map<String, String> added = new LinkedHashMap<>();
        boolean grpc = spec.spec().path("transport").asText().equals("grpc");
        added.put("PREDICTIVE_UNIT_SERVICE_PORT", String.valueOf(grpc ? ports.grpc() : ports.http()));
        added.put("PREDICTIVE_UNIT_HTTP_SERVICE_PORT", String.valueOf(ports.http()));
        added.put("MLSERVER_HTTP_PORT", String.valueOf(ports.http()));
        added.put("PREDICTIVE_UNIT_GRPC_SERVICE_PORT", String.valueOf(ports.grpc()));
        added.put("MLSERVER_GRPC_PORT", String.valueOf(ports.grpc()));
        added.put("PREDICTIVE_UNIT_METRICS_SERVICE_PORT", String.valueOf(ports.metrics()));
        added.put("MLSERVER_METRICS_PORT", String.valueOf(ports.metrics()));
        added.put("PREDICTIVE_UNIT_METRICS_ENDPOINT", "/prometheus");
        added.put("MLSERVER_METRICS_ENDPOINT", "/prometheus");
        added.put("PREDICTIVE_UNIT_ID", Spec.name(container));
        added.put("MLSERVER_MODEL_NAME", Spec.name(container));
        added.put("PREDICTIVE_UNIT_IMAGE", container.path("image").asText());
        added.put("PREDICTOR_ID", Spec.name(predictor));
        added.put("PREDICTOR_LABELS", labels());
        added.put("SELDON_DEPLOYMENT_ID", spec.meta().name());
        added.put("SELDON_EXECUTOR_ENABLED", "true");
        unit(predictor.path("graph"))
                .map(u -> u.path("parameters"))
                .filter(p -> !p.isEmpty())
                .ifPresent(p -> added.put("PREDICTIVE_UNIT_PARAMETERS", parameters(p)));
        ArrayNode environment = container.withArray("/env");
        Set<String> given = new HashSet<>();
        environment.forEach(e -> given.add(Spec.name(e)));
        added.forEach((name, value) -> {
            if (!given.contains(name)) {
                environment.addObject().put("name", name).put("value", value);
            }
        });
    }

    private String labels() {
        Map<String, String> labels = new TreeMap<>(Meta.texts(predictor.path("labels")));
        labels.putIfAbsent("version", Spec.name(predictor));
        ObjectNode json = spec.json().objectNode();
        labels.forEach(json::put);
        return json.toString();
    }

    private String parameters(JsonNode parameters) {
        ArrayNode all = spec.json().arrayNode();
        parameters.forEach(p -> all.addObject()
                .put("name", Spec.name(p))
                .put("value", p.path("value").asText())
                .put("type", p.path("type").asText()));
        return all.toString();
    }

    private Optional<JsonNode> unit(JsonNode unit) {
        if (Spec.name(unit).equals(Spec.name(container))) {
            return Optional.of(unit);
        }
        for (JsonNode child : unit.path("children")) {
            Optional<JsonNode> found = unit(child);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
