package caravan.sandbox.seldon;

import caravan.sandbox.kubernetes.Admission;
import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The operator's validating webhook: all that is wrong with a SeldonDeployment, in its own words. */
final class Webhook implements Admission {
    private static final String NAME = "v1.vseldondeployment.kb.io";
    private static final Set<String> PROTOCOLS = Set.of("seldon", "tensorflow", "kfserving", "v2");
    private static final Set<String> TRANSPORTS = Set.of("rest", "grpc");
    private static final Set<String> SERVER_TYPES = Set.of("rpc", "kafka");
    private static final Set<String> KAFKA = Set.of("KAFKA_BROKER", "KAFKA_INPUT_TOPIC", "KAFKA_OUTPUT_TOPIC");
    private static final int ALL = 100;

    private final BadDay badDay;

    Webhook(BadDay badDay) {
        this.badDay = badDay;
    }

    @Override
    public void review(ObjectNode object, Optional<ObjectNode> before) {
        if (Meta.of(object).labels().containsKey("seldon.io/controller-id")) {
            return;
        }
        if (badDay.operatorDown()) {
            throw Refusal.internal("failed calling webhook \"" + NAME + "\": failed to call webhook: Post "
                    + "\"https://seldon-webhook-service.seldon-system.svc:443/validate-machinelearning-seldon-io-v1-"
                    + "seldondeployment?timeout=10s\": dial tcp 127.0.0.1:4443: connect: connection refused");
        }
        List<Refusal.Cause> causes = new ArrayList<>();
        review(new Spec(object), causes);
        if (!causes.isEmpty()) {
            throw denial(object.path("spec").path("name").asText(""), causes);
        }
    }

    private static Refusal denial(String name, List<Refusal.Cause> causes) {
        List<String> texts =
                causes.stream().map(c -> c.field() + ": " + c.message()).toList();
        String text = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
        Kind denied = new Kind(
                "machinelearing.seldon.io",
                "v1",
                "SeldonDeployment",
                "SeldonDeployment",
                List.of(),
                true,
                Set.of(),
                List.of());
        return Refusal.of(
                        422,
                        "Invalid",
                        "admission webhook \"" + NAME + "\" denied the request: " + denied.qualified() + " \"" + name
                                + "\" is invalid: " + text)
                .about(denied, name)
                .because(causes);
    }

    private static void review(Spec spec, List<Refusal.Cause> causes) {
        oneOf(spec, "protocol", PROTOCOLS, "Invalid protocol", causes);
        oneOf(spec, "transport", TRANSPORTS, "Invalid transport", causes);
        oneOf(spec, "serverType", SERVER_TYPES, "Invalid serverType", causes);
        List<JsonNode> predictors = spec.predictors();
        if (spec.spec().path("serverType").asText().equals("kafka")) {
            predictors.forEach(p -> kafka(p, causes));
        }
        if (predictors.size() == 1 && Spec.shadow(predictors.get(0))) {
            invalid(causes, "spec", Spec.name(predictors.get(0)), "Shadow can not exist as only predictor");
        }
        serviceNames(predictors, causes);
        if (predictors.isEmpty()) {
            invalid(causes, "spec", "", "Graph contains no predictors");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < predictors.size(); i++) {
            JsonNode predictor = predictors.get(i);
            String path = "spec.predictors[" + i + "]";
            if (Meta.texts(predictor.path("annotations")).containsKey("seldon.io/no-engine")
                    && !predictor.path("graph").path("children").isEmpty()) {
                invalid(
                        causes,
                        path,
                        Spec.name(predictor),
                        "Running without engine only valid for single element graphs");
            }
            if (!names.add(Spec.name(predictor))) {
                invalid(causes, path, Spec.name(predictor), "Duplicate predictor name");
            }
            Set<String> containers = new HashSet<>();
            Spec.containers(predictor).forEach(c -> containers.add(Spec.name(c)));
            UnitRules.review(spec, predictor, predictor.path("graph"), path + ".graph", containers, causes);
        }
        transports(spec, causes);
        traffic(predictors, causes);
    }

    private static void oneOf(Spec spec, String field, Set<String> known, String message, List<Refusal.Cause> causes) {
        String value = spec.spec().path(field).asText("");
        if (!value.isEmpty() && !known.contains(value)) {
            invalid(causes, "spec", value, message);
        }
    }

    private static void kafka(JsonNode predictor, List<Refusal.Cause> causes) {
        Set<String> set = new HashSet<>();
        predictor.path("svcOrchSpec").path("env").forEach(e -> set.add(Spec.name(e)));
        if (!set.containsAll(KAFKA)) {
            invalid(
                    causes,
                    "spec",
                    Spec.name(predictor),
                    "For kafka please supply svcOrchSpec envs KAFKA_BROKER, KAFKA_INPUT_TOPIC, KAFKA_OUTPUT_TOPIC");
        }
    }

    private static void serviceNames(List<JsonNode> predictors, List<Refusal.Cause> causes) {
        Set<String> names = new HashSet<>();
        for (JsonNode predictor : predictors) {
            String name = Meta.texts(predictor.path("annotations")).get("seldon.io/svc-name");
            if (name != null && !names.add(name)) {
                invalid(
                        causes,
                        "spec",
                        Spec.name(predictor),
                        "Found duplicate service name in seldon.io/svc-name with value " + name);
            }
        }
    }

    private static void transports(Spec spec, List<Refusal.Cause> causes) {
        Set<String> types = new TreeSet<>();
        spec.predictors().forEach(p -> types(p.path("graph"), types));
        String transport = spec.spec().path("transport").asText("");
        if (types.size() > 1) {
            invalid(
                    causes,
                    "spec",
                    "",
                    "Multiple endpoint.types found - can only have 1 type in graph. Please use spec.transport");
        } else if (types.size() == 1
                && !transport.isEmpty()
                && !types.iterator().next().equalsIgnoreCase(transport)) {
            invalid(
                    causes,
                    "spec",
                    transport,
                    "Mixed transport types found. Remove graph endpoint.types if transport set at deployment level");
        }
    }

    private static void types(JsonNode unit, Set<String> types) {
        String type = unit.path("endpoint").path("type").asText("");
        if (!type.isEmpty()) {
            types.add(type);
        }
        unit.path("children").forEach(c -> types(c, types));
    }

    private static void traffic(List<JsonNode> predictors, List<Refusal.Cause> causes) {
        List<JsonNode> shadows = predictors.stream().filter(Spec::shadow).toList();
        List<JsonNode> shown = predictors.stream().filter(p -> !Spec.shadow(p)).toList();
        if (shadows.size() > 1) {
            invalid(causes, "spec", Spec.name(shadows.get(1)), "Multiple shadows are not allowed");
        }
        for (JsonNode shadow : shadows) {
            if (Spec.traffic(shadow) < 0 || Spec.traffic(shadow) > ALL) {
                invalid(
                        causes,
                        "spec",
                        Spec.name(shadow),
                        "shadow traffic is illegal, the traffic number should be between [0, 100]");
            }
        }
        int sum = shown.stream().mapToInt(Spec::traffic).sum();
        if (shown.size() > 1 && sum != ALL) {
            invalid(causes, "spec", Spec.name(predictors.get(0)), "Traffic must sum to 100 for multiple predictors");
        }
        if (predictors.size() == 1 && sum > 0 && sum < ALL) {
            invalid(
                    causes,
                    "spec",
                    Spec.name(predictors.get(0)),
                    "Traffic must sum be 100 for a single predictor when set");
        }
    }

    static void invalid(List<Refusal.Cause> causes, String path, String value, String message) {
        causes.add(new Refusal.Cause("FieldValueInvalid", "Invalid value: \"" + value + "\": " + message, path));
    }
}
