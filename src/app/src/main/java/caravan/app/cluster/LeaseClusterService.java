package caravan.app.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Integrations that agree on a leader by a Kubernetes Lease. Leadership only saves work: two that both believe to lead for a
 * moment do no harm.
 */
public final class LeaseClusterService extends AbstractCamelClusterService<LeaseClusterView> {
    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private final Duration lease;

    /**
     * Takes part when the routes start.
     *
     * @param namespace of the Lease object
     * @param identity of this integration, such as its pod's name
     * @param lease how long a leader that went silent is waited for
     */
    public LeaseClusterService(KubernetesClient client, String namespace, String identity, Duration lease) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
        this.lease = lease;
    }

    @Override
    protected LeaseClusterView createView(String name) {
        return new LeaseClusterView(this, name);
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    String identity() {
        return identity;
    }

    Duration lease() {
        return lease;
    }
}
