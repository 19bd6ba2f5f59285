package caravan.sandbox.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds that are served. */
public final class Kinds {
    public static final Kind NAMESPACE = cluster("", "v1", "Namespace", "namespaces", List.of("ns"), Set.of("status"));
    public static final Kind POD =
            namespaced("", "v1", "Pod", "pods", List.of("po"), Set.of("status", "log"), List.of("all"));
    public static final Kind SECRET = namespaced("", "v1", "Secret", "secrets", List.of(), Set.of(), List.of());
    public static final Kind CONFIG_MAP =
            namespaced("", "v1", "ConfigMap", "configmaps", List.of("cm"), Set.of(), List.of());
    public static final Kind SERVICE =
            namespaced("", "v1", "Service", "services", List.of("svc"), Set.of("status"), List.of("all"));
    public static final Kind EVENT = namespaced("", "v1", "Event", "events", List.of("ev"), Set.of(), List.of());
    public static final Kind SERVICE_ACCOUNT =
            namespaced("", "v1", "ServiceAccount", "serviceaccounts", List.of("sa"), Set.of(), List.of());
    public static final Kind DEPLOYMENT = namespaced(
            "apps", "v1", "Deployment", "deployments", List.of("deploy"), Set.of("status", "scale"), List.of("all"));
    public static final Kind LEASE =
            namespaced("coordination.k8s.io", "v1", "Lease", "leases", List.of(), Set.of(), List.of());
    public static final Kind ROLE =
            namespaced("rbac.authorization.k8s.io", "v1", "Role", "roles", List.of(), Set.of(), List.of());
    public static final Kind ROLE_BINDING = namespaced(
            "rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", List.of(), Set.of(), List.of());
    public static final Kind CLUSTER_ROLE =
            cluster("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", List.of(), Set.of());
    public static final Kind CLUSTER_ROLE_BINDING = cluster(
            "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", List.of(), Set.of());
    public static final Kind CUSTOM_RESOURCE_DEFINITION = cluster(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            List.of("crd", "crds"),
            Set.of("status"));
    public static final Kind SELDON_DEPLOYMENT = namespaced(
            "machinelearning.seldon.io",
            "v1",
            "SeldonDeployment",
            "seldondeployments",
            List.of("sdep"),
            Set.of("status", "scale"),
            List.of("all"));
    public static final Kind VIRTUAL_SERVICE = namespaced(
            "networking.istio.io",
            "v1alpha3",
            "VirtualService",
            "virtualservices",
            List.of("vs"),
            Set.of(),
            List.of("all"));

    private static final List<Kind> ALL = List.of(
            NAMESPACE,
            POD,
            SECRET,
            CONFIG_MAP,
            SERVICE,
            EVENT,
            SERVICE_ACCOUNT,
            DEPLOYMENT,
            LEASE,
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING,
            CUSTOM_RESOURCE_DEFINITION,
            SELDON_DEPLOYMENT,
            VIRTUAL_SERVICE);

    private Kinds() {}

    /** Every kind, in the order of discovery. */
    public static List<Kind> all() {
        return ALL;
    }

    /** The kinds of one group and version. */
    public static Stream<Kind> of(String group, String version) {
        return ALL.stream().filter(k -> k.group().equals(group) && k.version().equals(version));
    }

    /** The kind that this part of a URL names. */
    public static Optional<Kind> find(String group, String version, String plural) {
        return of(group, version).filter(k -> k.plural().equals(plural)).findFirst();
    }

    private static Kind namespaced(
            String group,
            String version,
            String name,
            String plural,
            List<String> shortNames,
            Set<String> subresources,
            List<String> categories) {
        return new Kind(group, version, name, plural, shortNames, true, subresources, categories);
    }

    private static Kind cluster(
            String group,
            String version,
            String name,
            String plural,
            List<String> shortNames,
            Set<String> subresources) {
        return new Kind(group, version, name, plural, shortNames, false, subresources, List.of());
    }
}
