package caravan.sandbox.seldon;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a real API server refuses in a Deployment that the operator makes. */
final class DeploymentRules {
    private DeploymentRules() {}

    static void check(JsonNode deployment) {
        List<Refusal.Cause> causes = new ArrayList<>();
        int replicas = deployment.path("spec").path("replicas").asInt();
        if (replicas < 0) {
            causes.add(new Refusal.Cause(
                    "FieldValueInvalid",
                    "Invalid value: " + replicas + ": must be greater than or equal to 0",
                    "spec.replicas"));
        }
        JsonNode pod = deployment.path("spec").path("template").path("spec");
        Set<String> volumes = new HashSet<>();
        pod.path("volumes").forEach(v -> volumes.add(Spec.name(v)));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < pod.path("containers").size(); i++) {
            JsonNode container = pod.path("containers").get(i);
            String path = "spec.template.spec.containers[" + i + "]";
            if (container.path("image").asText("").isEmpty()) {
                causes.add(new Refusal.Cause("FieldValueRequired", "Required value", path + ".image"));
            }
            if (!names.add(Spec.name(container))) {
                causes.add(new Refusal.Cause(
                        "FieldValueDuplicate", "Duplicate value: \"" + Spec.name(container) + "\"", path + ".name"));
            }
            for (int j = 0; j < container.path("volumeMounts").size(); j++) {
                String mount = Spec.name(container.path("volumeMounts").get(j));
                if (!volumes.contains(mount)) {
                    causes.add(new Refusal.Cause(
                            "FieldValueNotFound",
                            "Not found: \"" + mount + "\"",
                            path + ".volumeMounts[" + j + "].name"));
                }
            }
        }
        if (!causes.isEmpty()) {
            throw Refusal.invalid(Kinds.DEPLOYMENT, Meta.of(deployment).name(), causes);
        }
    }
}
