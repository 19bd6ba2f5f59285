package caravan.seldon;

import caravan.loop.Deployment;
import caravan.loop.DeploymentSpec;
import caravan.loop.PredictorStatus;
import caravan.loop.port.DeploymentFeed;
import caravan.loop.port.ServingPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Seldon Core v1 on Kubernetes. Safe for use by many threads. */
public final class SeldonClient implements ServingPort, DeploymentFeed, AutoCloseable {
    static final ResourceDefinitionContext SELDON = new ResourceDefinitionContext.Builder()
            .withGroup("machinelearning.seldon.io")
            .withVersion("v1")
            .withKind("SeldonDeployment")
            .withPlural("seldondeployments")
            .withNamespaced(true)
            .build();
    static final String OWNER_LABEL = "seldon-deployment-id";
    private static final String FIELD_MANAGER = "caravan";
    private static final int TRIES = 2;

    private final KubernetesClient client;

    /** Connects lazily, with the first call. */
    public SeldonClient(SeldonSettings settings) {
        Config base = settings.kubeconfig()
                .map(file -> Config.fromKubeconfig(file.toFile()))
                .orElseGet(() -> Config.autoConfigure(null));
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(base)
                        .withRequestRetryBackoffLimit(TRIES)
                        .build())
                .build();
    }

    /** Over a client that somebody else made, and closes. */
    public SeldonClient(KubernetesClient client) {
        this.client = client;
    }

    /** The Kubernetes client, for those who need more of it. */
    public KubernetesClient kubernetes() {
        return client;
    }

    @Override
    public Optional<Deployment> observe(String namespace, String name) {
        try {
            GenericKubernetesResource object = resource(namespace, name).get();
            if (object == null) {
                return Optional.empty();
            }
            List<io.fabric8.kubernetes.api.model.apps.Deployment> owned = client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withLabel(OWNER_LABEL, name)
                    .list()
                    .getItems();
            DeploymentSpec spec = Manifests.spec(object);
            List<PredictorStatus> statuses = spec.predictors().stream()
                    .flatMap(p -> Rollout.status(object, p, owned).stream())
                    .toList();
            long leftovers = owned.stream()
                    .filter(d -> spec.predictors().stream().noneMatch(p -> Rollout.belongs(d, name, p)))
                    .count();
            return Optional.of(new Deployment(
                    object.getMetadata().getResourceVersion(),
                    spec,
                    statuses,
                    (int) leftovers,
                    Manifests.status(object, "state"),
                    Manifests.status(object, "description"),
                    Manifests.notes(object)));
        } catch (KubernetesClientException e) {
            throw KubernetesErrors.of("look at SeldonDeployment " + namespace + "/" + name, e);
        }
    }

    @Override
    public void apply(String manifest, Optional<String> resourceVersion) {
        GenericKubernetesResource object = Serialization.unmarshal(manifest, GenericKubernetesResource.class);
        resourceVersion.ifPresent(v -> object.getMetadata().setResourceVersion(v));
        String doing = "apply SeldonDeployment " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
        try {
            patch(object, List.of("All"));
            patch(object, List.of());
        } catch (KubernetesClientException e) {
            throw KubernetesErrors.of(doing, e);
        }
    }

    private void patch(GenericKubernetesResource object, List<String> dryRun) {
        resource(object.getMetadata().getNamespace(), object.getMetadata().getName())
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(FIELD_MANAGER)
                                .withForce(true)
                                .withFieldValidation("Strict")
                                .withDryRun(dryRun)
                                .build(),
                        object);
    }

    @Override
    public Map<String, String> lastLogLines(String namespace, String name, int lines) {
        Map<String, String> logs = new TreeMap<>();
        try {
            for (Pod pod : client.pods()
                    .inNamespace(namespace)
                    .withLabel(OWNER_LABEL, name)
                    .list()
                    .getItems()) {
                logs.put(
                        pod.getMetadata().getName(),
                        client.pods()
                                .inNamespace(namespace)
                                .withName(pod.getMetadata().getName())
                                .tailingLines(lines)
                                .getLog());
            }
            return logs;
        } catch (KubernetesClientException e) {
            throw KubernetesErrors.of("read the logs of " + namespace + "/" + name, e);
        }
    }

    @Override
    public Subscription subscribe(String namespace, Consumer<String> changed) {
        return new Changes(client, namespace, changed);
    }

    @Override
    public void check(String namespace) {
        try {
            client.genericKubernetesResources(SELDON)
                    .inNamespace(namespace)
                    .list(new ListOptionsBuilder().withLimit(1L).build());
        } catch (KubernetesClientException e) {
            throw KubernetesErrors.of("list the SeldonDeployments in " + namespace, e);
        }
    }

    private Resource<GenericKubernetesResource> resource(String namespace, String name) {
        return client.genericKubernetesResources(SELDON).inNamespace(namespace).withName(name);
    }

    @Override
    public void close() {
        client.close();
    }
}
