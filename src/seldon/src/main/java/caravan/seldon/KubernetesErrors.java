package caravan.seldon;

import caravan.loop.port.SystemException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * What a failure of the Kubernetes API means. Without an answer the code is -1 or 0. A 500 without a reason is a bad manifest,
 * not an outage.
 */
final class KubernetesErrors {
    private KubernetesErrors() {}

    static SystemException of(String doing, KubernetesClientException failure) {
        return new SystemException("seldon", kind(failure), doing + ": " + failure.getMessage(), failure);
    }

    private static SystemException.Kind kind(KubernetesClientException failure) {
        String reason = Optional.ofNullable(failure.getStatus())
                .map(io.fabric8.kubernetes.api.model.Status::getReason)
                .orElse("");
        return switch (failure.getCode()) {
            case -1, 0, 408, 429, 502, 503, 504 -> SystemException.Kind.UNAVAILABLE;
            case 401 -> SystemException.Kind.UNAUTHENTICATED;
            case 403 -> SystemException.Kind.FORBIDDEN;
            case 404 -> SystemException.Kind.NOT_FOUND;
            case 409 -> SystemException.Kind.CONFLICT;
            case 500 ->
                reason == null || reason.isEmpty() ? SystemException.Kind.REJECTED : SystemException.Kind.UNAVAILABLE;
            default -> SystemException.Kind.REJECTED;
        };
    }
}
