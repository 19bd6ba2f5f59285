package caravan.sandbox.kubernetes.http;

import static caravan.sandbox.kubernetes.http.Column.age;
import static caravan.sandbox.kubernetes.http.Column.at;
import static caravan.sandbox.kubernetes.http.Column.number;
import static caravan.sandbox.kubernetes.http.Column.text;

import caravan.sandbox.kubernetes.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The columns of each kind's table. */
final class Columns {
    private static final Column NAME = at("Name", "/metadata/name");
    private static final Column CREATED = at("Created At", "/metadata/creationTimestamp");

    private Columns() {}

    static List<Column> of(Kind kind) {
        return switch (kind.name()) {
            case "Pod" ->
                List.of(
                        NAME,
                        text("Ready", Columns::readyContainers),
                        text("Status", Columns::podStatus),
                        text("Restarts", pod -> Integer.toString(restarts(pod))),
                        age(),
                        at("IP", "/status/podIP").wide(),
                        at("Node", "/spec/nodeName").wide());
            case "Deployment" ->
                List.of(
                        NAME,
                        text(
                                "Ready",
                                d -> d.at("/status/readyReplicas").asInt() + "/"
                                        + d.at("/spec/replicas").asInt()),
                        number("Up-to-date", d -> d.at("/status/updatedReplicas")
                                .asInt()),
                        number("Available", d -> d.at("/status/availableReplicas")
                                .asInt()),
                        age(),
                        text(
                                        "Containers",
                                        d -> join(d.at("/spec/template/spec/containers"), c -> c.path("name")
                                                .asText()))
                                .wide(),
                        text(
                                        "Images",
                                        d -> join(d.at("/spec/template/spec/containers"), c -> c.path("image")
                                                .asText()))
                                .wide(),
                        text("Selector", d -> labels(d.at("/spec/selector/matchLabels")))
                                .wide());
            case "Service" ->
                List.of(
                        NAME,
                        at("Type", "/spec/type"),
                        at("Cluster-IP", "/spec/clusterIP"),
                        text("External-IP", s -> "<none>"),
                        text(
                                "Port(s)",
                                s -> join(
                                        s.at("/spec/ports"),
                                        p -> p.path("port").asText() + "/"
                                                + p.path("protocol").asText("TCP"))),
                        age(),
                        text("Selector", s -> labels(s.at("/spec/selector"))).wide());
            case "Namespace" -> List.of(NAME, at("Status", "/status/phase"), age());
            case "Secret" ->
                List.of(
                        NAME,
                        at("Type", "/type"),
                        number("Data", s -> s.path("data").size()),
                        age());
            case "ConfigMap" ->
                List.of(
                        NAME,
                        number(
                                "Data",
                                c -> c.path("data").size()
                                        + c.path("binaryData").size()),
                        age());
            case "ServiceAccount" ->
                List.of(NAME, number("Secrets", a -> a.path("secrets").size()), age());
            case "Event" ->
                List.of(
                        text("Last Seen", e -> Age.since(lastSeen(e))),
                        at("Type", "/type"),
                        at("Reason", "/reason"),
                        text(
                                "Object",
                                e -> e.at("/involvedObject/kind").asText().toLowerCase(Locale.ROOT) + "/"
                                        + e.at("/involvedObject/name").asText()),
                        at("Message", "/message"),
                        at("Name", "/metadata/name").wide());
            case "Lease" -> List.of(NAME, at("Holder", "/spec/holderIdentity"), age());
            case "Role", "ClusterRole", "CustomResourceDefinition" -> List.of(NAME, CREATED);
            case "RoleBinding", "ClusterRoleBinding" ->
                List.of(
                        NAME,
                        text(
                                "Role",
                                b -> b.at("/roleRef/kind").asText() + "/"
                                        + b.at("/roleRef/name").asText()),
                        age());
            default -> List.of(NAME, age());
        };
    }

    private static String readyContainers(JsonNode pod) {
        long ready = stream(pod.at("/status/containerStatuses"))
                .filter(c -> c.path("ready").asBoolean())
                .count();
        return ready + "/" + pod.at("/spec/containers").size();
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        return stream(pod.at("/status/containerStatuses"))
                .flatMap(c -> stream(c.path("state")))
                .map(state -> state.path("reason").asText(""))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse(pod.at("/status/reason").asText(pod.at("/status/phase").asText()));
    }

    private static int restarts(JsonNode pod) {
        return stream(pod.at("/status/containerStatuses"))
                .mapToInt(c -> c.path("restartCount").asInt())
                .sum();
    }

    private static String lastSeen(JsonNode event) {
        for (String field : List.of("/lastTimestamp", "/eventTime", "/metadata/creationTimestamp")) {
            if (!event.at(field).asText("").isEmpty()) {
                return event.at(field).asText();
            }
        }
        return "";
    }

    private static String join(JsonNode items, Function<JsonNode, String> words) {
        String joined = stream(items).map(words).collect(Collectors.joining(","));
        return joined.isEmpty() ? "<none>" : joined;
    }

    private static String labels(JsonNode labels) {
        String joined = labels.properties().stream()
                .map(e -> e.getKey() + "=" + e.getValue().asText())
                .collect(Collectors.joining(","));
        return joined.isEmpty() ? "<none>" : joined;
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false);
    }
}
