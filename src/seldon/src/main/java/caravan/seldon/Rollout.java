package caravan.seldon;

import caravan.loop.Predictor;
import caravan.loop.PredictorStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges a predictor by its Kubernetes Deployments, since the SeldonDeployment's own state may say Available of the old
 * pods, or Failed of nothing: rolled out is what carries the wanted revision, is observed in its newest generation, and
 * has exactly the wanted pods, all updated and available.
 */
final class Rollout {
    private Rollout() {}

    static Optional<PredictorStatus> status(
            GenericKubernetesResource seldon, Predictor predictor, List<Deployment> deployments) {
        String service = seldon.getMetadata().getName() + "-" + predictor.slot().predictor();
        List<Deployment> own = deployments.stream()
                .filter(d -> belongs(d, seldon.getMetadata().getName(), predictor))
                .toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        boolean ready = own.stream().allMatch(d -> ready(d, predictor.revision()));
        boolean stuck = own.stream().anyMatch(d -> stuck(d, predictor.revision()));
        return Optional.of(new PredictorStatus(
                predictor.slot(),
                revision(own.get(0)),
                ready,
                stuck,
                Manifests.endpoint(seldon, service, "httpEndpoint"),
                Manifests.endpoint(seldon, service, "grpcEndpoint"),
                ready ? "" : message(own)));
    }

    static boolean belongs(Deployment deployment, String seldon, Predictor predictor) {
        String prefix = seldon + "-" + predictor.slot().predictor() + "-";
        return deployment.getMetadata().getName().startsWith(prefix)
                || (seldon + "-" + predictor.slot().predictor())
                        .equals(labels(deployment).get("seldon-app"));
    }

    private static boolean ready(Deployment deployment, String revision) {
        DeploymentStatus status = deployment.getStatus();
        int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        return status != null
                && revision(deployment).equals(revision)
                && Objects.requireNonNullElse(status.getObservedGeneration(), 0L)
                        >= Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L)
                && wanted > 0
                && Objects.requireNonNullElse(status.getUpdatedReplicas(), 0) == wanted
                && Objects.requireNonNullElse(status.getAvailableReplicas(), 0) == wanted
                && Objects.requireNonNullElse(status.getReplicas(), 0) == wanted;
    }

    private static boolean stuck(Deployment deployment, String revision) {
        return revision(deployment).equals(revision)
                && conditions(deployment).stream()
                        .anyMatch(c -> "Progressing".equals(c.getType()) && "False".equals(c.getStatus()));
    }

    private static String message(List<Deployment> deployments) {
        return deployments.stream()
                .flatMap(d -> conditions(d).stream())
                .filter(c -> "False".equals(c.getStatus()) && c.getMessage() != null)
                .map(DeploymentCondition::getMessage)
                .findFirst()
                .orElse("");
    }

    private static List<DeploymentCondition> conditions(Deployment deployment) {
        return deployment.getStatus() == null
                ? List.of()
                : deployment.getStatus().getConditions();
    }

    private static String revision(Deployment deployment) {
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Manifests.ANNOTATION + "revision", "");
    }

    private static Map<String, String> labels(Deployment deployment) {
        Map<String, String> labels = deployment.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
