package caravan.sandbox.pods;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment, from values, Secrets, ConfigMaps and the pod itself. */
record Variables(ObjectStore store) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    /**
     * Reads them all.
     *
     * @throws NotYet where a Secret or ConfigMap that is named is missing
     */
    Map<String, String> of(ContainerSpec container) {
        String namespace = Meta.of(container.pod()).namespace();
        Map<String, String> variables = new LinkedHashMap<>();
        for (JsonNode source : container.json().path("envFrom")) {
            String prefix = source.path("prefix").asText("");
            for (String kind : new String[] {"secretRef", "configMapRef"}) {
                if (source.has(kind)) {
                    data(namespace, kind.equals("secretRef"), source.path(kind))
                            .forEach((key, value) ->
                                    variables.put(prefix + key, new String(value, StandardCharsets.UTF_8)));
                }
            }
        }
        for (JsonNode variable : container.json().path("env")) {
            value(namespace, variable, container, variables)
                    .ifPresent(value -> variables.put(variable.path("name").asText(), value));
        }
        return variables;
    }

    private Optional<String> value(
            String namespace, JsonNode variable, ContainerSpec container, Map<String, String> before) {
        JsonNode from = variable.path("valueFrom");
        if (from.isMissingNode()) {
            Matcher reference = REFERENCE.matcher(variable.path("value").asText(""));
            return Optional.of(
                    reference.replaceAll(m -> Matcher.quoteReplacement(before.getOrDefault(m.group(1), m.group()))));
        }
        if (from.has("fieldRef")) {
            String path = from.path("fieldRef").path("fieldPath").asText();
            return Optional.of(
                    path.equals("status.podIP") || path.equals("status.hostIP")
                            ? Endpoint.HOST
                            : container.pod().at("/" + path.replace('.', '/')).asText(""));
        }
        boolean secret = from.has("secretKeyRef");
        JsonNode reference = from.path(secret ? "secretKeyRef" : "configMapKeyRef");
        String key = reference.path("key").asText();
        byte[] value = data(namespace, secret, reference).get(key);
        if (value == null && !reference.path("optional").asBoolean()) {
            throw new NotYet(
                    "CreateContainerConfigError",
                    "couldn't find key " + key + " in " + (secret ? "Secret " : "ConfigMap ") + namespace + "/"
                            + reference.path("name").asText());
        }
        return Optional.ofNullable(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The data of a Secret or ConfigMap. */
    Map<String, byte[]> data(String namespace, boolean secret, JsonNode reference) {
        String name = reference.path("name").asText(reference.path("secretName").asText());
        Optional<ObjectNode> object = store.get(secret ? Kinds.SECRET : Kinds.CONFIG_MAP, namespace, name);
        if (object.isEmpty()) {
            if (reference.path("optional").asBoolean()) {
                return Map.of();
            }
            throw new NotYet(
                    "CreateContainerConfigError", (secret ? "secret" : "configmap") + " \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        object.get().path("data").properties().forEach(entry -> {
            String text = entry.getValue().asText();
            data.put(entry.getKey(), secret ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8));
        });
        object.get()
                .path("binaryData")
                .properties()
                .forEach(entry -> data.put(
                        entry.getKey(),
                        Base64.getDecoder().decode(entry.getValue().asText())));
        return data;
    }
}
