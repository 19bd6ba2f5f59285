package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of a pod's spec.
 *
 * @param json the container
 * @param pod the pod that it belongs to
 */
record ContainerSpec(JsonNode json, JsonNode pod) {

    static List<ContainerSpec> of(JsonNode pod) {
        List<ContainerSpec> containers = new ArrayList<>();
        pod.path("spec").path("containers").forEach(c -> containers.add(new ContainerSpec(c, pod)));
        return containers;
    }

    String name() {
        return json.path("name").asText();
    }

    String image() {
        return json.path("image").asText();
    }

    List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        json.path("ports").forEach(p -> ports.add(p.path("containerPort").asInt()));
        return ports;
    }

    /** Container port by container's and port's name. */
    Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        json.path("ports")
                .forEach(p -> named.put(
                        name() + "/" + p.path("name").asText(),
                        p.path("containerPort").asInt()));
        return named;
    }

    /** The number of a port that a probe names by number or name. */
    int port(JsonNode named) {
        if (named.isInt()) {
            return named.asInt();
        }
        for (JsonNode port : json.path("ports")) {
            if (port.path("name").asText().equals(named.asText())) {
                return port.path("containerPort").asInt();
            }
        }
        return named.asInt();
    }

    Optional<JsonNode> probe(String kind) {
        return Optional.ofNullable(json.get(kind));
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(t -> texts.add(t.asText()));
        return texts;
    }

    /** Folders of volumes by the path where the container expects them. */
    Map<String, String> mounts() {
        Map<String, String> mounts = new LinkedHashMap<>();
        json.path("volumeMounts")
                .forEach(m -> mounts.put(
                        m.path("mountPath").asText(),
                        m.path("name").asText()
                                + (m.has("subPath") ? "/" + m.path("subPath").asText() : "")));
        return mounts;
    }
}
