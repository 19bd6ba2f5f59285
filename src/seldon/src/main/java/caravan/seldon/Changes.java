package caravan.seldon;

import caravan.loop.port.DeploymentFeed;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Informers on a namespace's SeldonDeployments and on the Deployments that they own; they list again whenever a watch ends. */
final class Changes implements DeploymentFeed.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final List<SharedIndexInformer<?>> informers;

    Changes(KubernetesClient client, String namespace, Consumer<String> changed) {
        this.informers = List.of(
                start(
                        client.genericKubernetesResources(SeldonClient.SELDON).inNamespace(namespace),
                        o -> Optional.of(o.getMetadata().getName()),
                        changed),
                start(
                        client.apps().deployments().inNamespace(namespace).withLabel(SeldonClient.OWNER_LABEL),
                        Changes::owner,
                        changed));
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> start(
            Informable<T> resources, Function<T, Optional<String>> name, Consumer<String> changed) {
        SharedIndexInformer<T> informer = resources.runnableInformer(0);
        informer.exceptionHandler((started, failure) -> {
            LOG.debug("an informer is started again", failure);
            return true;
        });
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                name.apply(added).ifPresent(changed);
            }

            @Override
            public void onUpdate(T before, T now) {
                if (!Objects.equals(version(before), version(now))) {
                    name.apply(now).ifPresent(changed);
                }
            }

            @Override
            public void onDelete(T deleted, boolean unknown) {
                name.apply(deleted).ifPresent(changed);
            }
        });
        informer.start();
        return informer;
    }

    private static String version(HasMetadata object) {
        return object.getMetadata().getResourceVersion();
    }

    private static Optional<String> owner(HasMetadata deployment) {
        Map<String, String> labels = deployment.getMetadata().getLabels();
        return Optional.ofNullable(labels).map(l -> l.get(SeldonClient.OWNER_LABEL));
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
