package caravan.seldon;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How Kubernetes is reached.
 *
 * @param kubeconfig a kubeconfig file; absent inside a cluster, where the pod's service account serves
 */
public record SeldonSettings(Optional<Path> kubeconfig) {}
