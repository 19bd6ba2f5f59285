package caravan.sandbox.seldon;

import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the Deployments and Services of one predictor. */
final class PredictorObjects {
    static final String ENGINE = "seldon-container-engine";
    static final String ENGINE_IMAGE = "docker.io/seldonio/seldon-core-executor:1.17.1";
    static final String OWNER_LABEL = "seldon-deployment-id";
    private static final int ENGINE_HTTP = 8000;
    private static final int ENGINE_GRPC = 5001;

    private final Spec spec;
    private final JsonNode predictor;
    private final PortPlan ports;
    private final String service;
    private final List<ObjectNode> deployments = new ArrayList<>();
    private final List<ObjectNode> services = new ArrayList<>();
    private final Map<String, Map<String, String>> selectors = new LinkedHashMap<>();

    PredictorObjects(Spec spec, JsonNode predictor, PortPlan ports) {
        this.spec = spec;
        this.predictor = predictor;
        this.ports = ports;
        this.service = Optional.ofNullable(annotations().get("seldon.io/svc-name"))
                .orElse(Names.service(spec.meta().name(), Spec.name(predictor)));
        List<JsonNode> components = new ArrayList<>();
        predictor.path("componentSpecs").forEach(components::add);
        for (int i = 0; i < components.size(); i++) {
            deployments.add(deployment(i, components.get(i)));
        }
        services.add(service(service, Map.of("seldon-app", service), ENGINE_HTTP, ENGINE_GRPC));
    }

    private Map<String, String> annotations() {
        return Meta.texts(predictor.path("annotations"));
    }

    private ObjectNode deployment(int index, JsonNode component) {
        List<String> names = new ArrayList<>();
        component.path("spec").path("containers").forEach(c -> names.add(Spec.name(c)));
        String own = component.path("metadata").path("name").asText("");
        ObjectNode deployment = spec.json().objectNode();
        String name =
                Names.deployment(spec.meta().name(), Spec.name(predictor), index, own.isEmpty() ? names : List.of(own));
        Map<String, String> selector = new LinkedHashMap<>();
        selector.put(OWNER_LABEL, spec.meta().name());
        if (index == 0) {
            selector.put("seldon-app", service);
        }
        for (String container : names) {
            String containerService = Names.containerService(spec.meta().name(), Spec.name(predictor), container);
            selector.put("seldon-app-svc-" + container, containerService);
            selectors.put(container, Map.of("seldon-app-svc-" + container, containerService));
        }
        Map<String, String> labels = labels(name, selector, component);
        Map<String, String> annotations = new LinkedHashMap<>(spec.annotations());
        annotations.putAll(annotations());
        annotations.putAll(Meta.texts(component.path("metadata").path("annotations")));
        ObjectNode metadata = metadata(deployment, name);
        metadata.set("labels", json(labels));
        if (!annotations.isEmpty()) {
            metadata.set("annotations", json(annotations));
        }
        ObjectNode wanted = deployment.putObject("spec");
        wanted.put("replicas", replicas(component));
        wanted.putObject("selector").set("matchLabels", json(selector));
        wanted.putObject("strategy")
                .put("type", "RollingUpdate")
                .putObject("rollingUpdate")
                .put("maxUnavailable", 0);
        if (predictor.has("progressDeadlineSeconds")) {
            wanted.set("progressDeadlineSeconds", predictor.get("progressDeadlineSeconds"));
        }
        ObjectNode template = wanted.putObject("template");
        Map<String, String> podAnnotations = new LinkedHashMap<>(annotations);
        podAnnotations.put("prometheus.io/path", "/prometheus");
        podAnnotations.put("prometheus.io/scrape", "true");
        template.putObject("metadata").<ObjectNode>set("labels", json(labels)).set("annotations", json(podAnnotations));
        template.set("spec", podSpec(index, component));
        return deployment;
    }

    private Map<String, String> labels(String name, Map<String, String> selector, JsonNode component) {
        Map<String, String> labels = new LinkedHashMap<>(selector);
        labels.put("app", name);
        labels.put("fluentd", "true");
        labels.put("app.kubernetes.io/managed-by", "seldon-core");
        labels.put("version", Spec.name(predictor));
        if (Spec.shadow(predictor)) {
            labels.put("seldon.io/shadow", "true");
        }
        if (withEngine() && selector.containsKey("seldon-app")) {
            labels.put("seldon-deployment-contains-svcorch", "true");
        }
        roles(predictor.path("graph"), labels);
        labels.putAll(Meta.texts(predictor.path("labels")));
        labels.putAll(Meta.texts(component.path("metadata").path("labels")));
        return labels;
    }

    private static void roles(JsonNode unit, Map<String, String> labels) {
        labels.put("seldon.io/" + type(unit).toLowerCase(java.util.Locale.ROOT).replace('_', '-'), "true");
        unit.path("children").forEach(c -> roles(c, labels));
    }

    private static String type(JsonNode unit) {
        String type = unit.path("type").asText("");
        return type.isEmpty() ? "MODEL" : type;
    }

    private boolean withEngine() {
        return !annotations().containsKey("seldon.io/no-engine");
    }

    private int replicas(JsonNode component) {
        for (JsonNode from : List.of(component, predictor, spec.spec())) {
            if (from.has("replicas")) {
                return from.path("replicas").asInt();
            }
        }
        return 1;
    }

    private ObjectNode podSpec(int index, JsonNode component) {
        ObjectNode pod = component.path("spec").isObject()
                ? (ObjectNode) component.path("spec").deepCopy()
                : spec.json().objectNode();
        if (!pod.has("terminationGracePeriodSeconds")) {
            pod.put("terminationGracePeriodSeconds", 20);
        }
        pod.withArray("/volumes")
                .addObject()
                .put("name", "seldon-podinfo")
                .putObject("downwardAPI")
                .putArray("items")
                .addObject()
                .put("path", "annotations")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.annotations");
        for (JsonNode container : pod.path("containers")) {
            PortPlan.Ports given = ports.of(container);
            new UnitContainer(spec, predictor, (ObjectNode) container).complete(given);
            String name = Names.containerService(spec.meta().name(), Spec.name(predictor), Spec.name(container));
            services.add(
                    service(name, Map.of("seldon-app-svc-" + Spec.name(container), name), given.http(), given.grpc()));
        }
        if (index == 0 && withEngine()) {
            engine(pod.withArray("/containers"));
        }
        return pod;
    }

    private void engine(ArrayNode containers) {
        ObjectNode engine = containers.addObject().put("name", ENGINE).put("image", ENGINE_IMAGE);
        ArrayNode arguments = engine.putArray("args");
        for (String argument : List.of(
                "--sdep",
                spec.meta().name(),
                "--namespace",
                spec.meta().namespace(),
                "--predictor",
                Spec.name(predictor),
                "--http_port",
                "8000",
                "--grpc_port",
                "5001",
                "--protocol",
                spec.protocol())) {
            arguments.add(argument);
        }
        ArrayNode declared = engine.putArray("ports");
        declared.addObject()
                .put("name", "http")
                .put("containerPort", ENGINE_HTTP)
                .put("protocol", "TCP");
        declared.addObject()
                .put("name", "grpc")
                .put("containerPort", ENGINE_GRPC)
                .put("protocol", "TCP");
    }

    private ObjectNode service(String name, Map<String, String> selector, int http, int grpc) {
        ObjectNode made = spec.json().objectNode();
        ObjectNode metadata = metadata(made, name);
        ObjectNode labels =
                metadata.putObject("labels").put(OWNER_LABEL, spec.meta().name());
        selector.forEach(labels::put);
        if (!annotations().isEmpty()) {
            metadata.set("annotations", json(annotations()));
        }
        ObjectNode wanted = made.putObject("spec").put("type", "ClusterIP");
        wanted.set("selector", json(selector));
        ArrayNode declared = wanted.putArray("ports");
        declared.addObject()
                .put("name", "http")
                .put("protocol", "TCP")
                .put("port", http)
                .put("targetPort", http);
        declared.addObject()
                .put("name", "grpc")
                .put("protocol", "TCP")
                .put("port", grpc)
                .put("targetPort", grpc);
        return made;
    }

    private ObjectNode metadata(ObjectNode object, String name) {
        ObjectNode metadata = Owned.metadata(spec, name);
        object.set("metadata", metadata);
        return metadata;
    }

    private ObjectNode json(Map<String, String> texts) {
        ObjectNode object = spec.json().objectNode();
        texts.forEach(object::put);
        return object;
    }

    String service() {
        return service;
    }

    List<ObjectNode> deployments() {
        return deployments;
    }

    List<ObjectNode> services() {
        return services;
    }

    Predictor predictor() {
        Map<String, String> annotations = new LinkedHashMap<>(spec.annotations());
        annotations.putAll(annotations());
        return new Predictor(
                spec.meta().namespace(),
                spec.meta().name(),
                Spec.name(predictor),
                spec.protocol(),
                node(predictor.path("graph")),
                annotations);
    }

    private Node node(JsonNode unit) {
        List<Node> children = new ArrayList<>();
        unit.path("children").forEach(c -> children.add(node(c)));
        JsonNode logger = unit.path("logger");
        return new Node(
                Spec.name(unit),
                type(unit),
                selectors.getOrDefault(Spec.name(unit), Map.of("seldon-app", service)),
                logger.isObject()
                        ? Optional.of(new Node.Logger(
                                logger.path("mode").asText(""),
                                logger.path("url").asText("http://default-broker")))
                        : Optional.empty(),
                children);
    }
}
