package caravan.sandbox.kubernetes;

import caravan.sandbox.kubernetes.schema.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of a Deployment and of the pods that it describes. */
final class WorkloadRules {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final String POD = "spec.template.spec";

    private WorkloadRules() {}

    static List<Fault> faults(ObjectNode deployment) {
        List<Fault> faults = new ArrayList<>();
        int replicas = deployment.path("spec").path("replicas").asInt();
        if (replicas < 0) {
            faults.add(invalid("spec.replicas", replicas, "must be greater than or equal to 0"));
        }
        JsonNode selector = deployment.path("spec").path("selector").path("matchLabels");
        JsonNode labels = deployment.at("/spec/template/metadata/labels");
        if (selector.isEmpty()
                && deployment.at("/spec/selector/matchExpressions").isEmpty()) {
            faults.add(new Fault(
                    "FieldValueInvalid",
                    "spec.selector",
                    "Invalid value: {}: empty selector is invalid for deployment"));
        } else if (!selector.properties().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())))) {
            faults.add(new Fault(
                    "FieldValueInvalid",
                    "spec.template.metadata.labels",
                    "Invalid value: " + labels + ": `selector` does not match template `labels`"));
        }
        pod(deployment.at("/spec/template/spec"), faults);
        return faults;
    }

    private static void pod(JsonNode pod, List<Fault> faults) {
        Set<String> volumes = names(POD + ".volumes", pod.path("volumes"), faults);
        if (pod.path("containers").isEmpty()) {
            faults.add(new Fault("FieldValueRequired", POD + ".containers", "Required value"));
        }
        names(POD + ".containers", pod.path("containers"), faults);
        int i = 0;
        for (JsonNode container : pod.path("containers")) {
            container(POD + ".containers[" + i++ + "]", container, volumes, faults);
        }
    }

    private static Set<String> names(String path, JsonNode items, List<Fault> faults) {
        Set<String> names = new HashSet<>();
        int i = 0;
        for (JsonNode item : items) {
            String name = item.path("name").asText();
            String field = path + "[" + i++ + "].name";
            if (!LABEL.matcher(name).matches()) {
                faults.add(invalid(field, "\"" + name + "\"", Names.LABEL_TEXT));
            } else if (name.length() > 63) {
                faults.add(invalid(field, "\"" + name + "\"", "must be no more than 63 characters"));
            }
            if (!names.add(name)) {
                faults.add(new Fault("FieldValueDuplicate", field, "Duplicate value: \"" + name + "\""));
            }
        }
        return names;
    }

    private static void container(String path, JsonNode container, Set<String> volumes, List<Fault> faults) {
        if (container.path("image").asText("").isEmpty()) {
            faults.add(new Fault("FieldValueRequired", path + ".image", "Required value"));
        }
        int i = 0;
        for (JsonNode mount : container.path("volumeMounts")) {
            String name = mount.path("name").asText();
            if (!volumes.contains(name)) {
                faults.add(new Fault(
                        "FieldValueNotFound", path + ".volumeMounts[" + i + "].name", "Not found: \"" + name + "\""));
            }
            i++;
        }
    }

    private static Fault invalid(String path, Object value, String why) {
        return new Fault("FieldValueInvalid", path, "Invalid value: " + value + ": " + why);
    }
}
