package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The CustomResourceDefinitions of the kinds that are not Kubernetes' own: there to be read, built in. */
final class Definitions {
    private Definitions() {}

    /** Makes those that are absent. */
    static void ensure(ObjectStore store) {
        for (Kind kind : Kinds.all()) {
            boolean custom = Schemas.isCustom(kind) || kind.equals(Kinds.VIRTUAL_SERVICE);
            if (custom
                    && store.get(Kinds.CUSTOM_RESOURCE_DEFINITION, "", kind.resource())
                            .isEmpty()) {
                ObjectNode made =
                        store.create(Kinds.CUSTOM_RESOURCE_DEFINITION, definition(kind), Write.by("kube-apiserver"));
                ObjectNode condition =
                        made.withObject("/status").putArray("conditions").addObject();
                condition.put("type", "Established").put("status", "True").put("reason", "InitialNamesAccepted");
                store.updateStatus(Kinds.CUSTOM_RESOURCE_DEFINITION, made, Write.by("kube-apiserver"));
            }
        }
    }

    private static ObjectNode definition(Kind kind) {
        ObjectNode definition = Json.object();
        definition.withObject("/metadata").put("name", kind.resource());
        ObjectNode spec = definition.putObject("spec");
        spec.put("group", kind.group()).put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
        ObjectNode names = spec.putObject("names")
                .put("kind", kind.name())
                .put("listKind", kind.name() + "List")
                .put("plural", kind.plural())
                .put("singular", kind.name().toLowerCase(Locale.ROOT));
        kind.shortNames().forEach(names.putArray("shortNames")::add);
        kind.categories().forEach(names.putArray("categories")::add);
        ObjectNode version = spec.putArray("versions").addObject();
        version.put("name", kind.version()).put("served", true).put("storage", true);
        version.putObject("schema")
                .putObject("openAPIV3Schema")
                .put("type", "object")
                .put("x-kubernetes-preserve-unknown-fields", true);
        ObjectNode subresources = version.putObject("subresources");
        if (kind.hasStatus()) {
            subresources.putObject("status");
        }
        if (kind.subresources().contains("scale")) {
            subresources
                    .putObject("scale")
                    .put("specReplicasPath", ".spec.replicas")
                    .put("statusReplicasPath", ".status.replicas");
        }
        return definition;
    }
}
