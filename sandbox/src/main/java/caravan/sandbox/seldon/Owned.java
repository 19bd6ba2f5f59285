package caravan.sandbox.seldon;

import caravan.sandbox.kubernetes.Deletion;
import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Write;
import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects that one SeldonDeployment owns. */
final class Owned {
    private static final List<String> METADATA = List.of("labels", "annotations");

    private final ObjectStore store;
    private final Spec spec;
    private final Write write;

    Owned(ObjectStore store, Spec spec, Write write) {
        this.store = store;
        this.spec = spec;
        this.write = write;
    }

    /** Makes the object, or brings it back to what is wanted; whether its pods will be other ones. */
    boolean apply(Kind kind, ObjectNode wanted) {
        Meta meta = Meta.of(wanted);
        Optional<ObjectNode> present = store.get(kind, meta.namespace(), meta.name());
        if (present.isEmpty()) {
            store.create(kind, wanted, write);
            return true;
        }
        if (Meta.of(present.get()).deleting()) {
            throw Refusal.of(
                    409,
                    "AlreadyExists",
                    "object is being deleted: " + kind.plural() + " \"" + meta.name() + "\" already exists");
        }
        if (kind.equals(Kinds.DEPLOYMENT) && !same(present.get(), wanted, "selector")) {
            delete(kind, present.get());
            throw Refusal.conflict(kind, meta.name(), "its selector has changed, so it is made anew");
        }
        ObjectNode merged = merged(present.get(), wanted);
        if (!merged.equals(present.get())) {
            store.modify(kind, meta.namespace(), meta.name(), Part.MAIN, now -> merged(now, wanted), write);
        }
        return kind.equals(Kinds.DEPLOYMENT) && !same(present.get(), wanted, "template");
    }

    private static boolean same(JsonNode present, JsonNode wanted, String field) {
        return present.path("spec").path(field).equals(wanted.path("spec").path(field));
    }

    private static ObjectNode merged(ObjectNode present, ObjectNode wanted) {
        ObjectNode merged = present.deepCopy();
        ObjectNode metadata = merged.withObject("/metadata");
        for (String field : METADATA) {
            if (wanted.path("metadata").has(field)) {
                metadata.set(field, wanted.path("metadata").get(field));
            } else {
                metadata.remove(field);
            }
        }
        wanted.path("spec").properties().forEach(e -> merged.withObject("/spec").set(e.getKey(), e.getValue()));
        return merged;
    }

    List<ObjectNode> present(Kind kind, List<ObjectNode> wanted) {
        return wanted.stream()
                .map(Meta::of)
                .flatMap(m -> store.get(kind, m.namespace(), m.name()).stream())
                .toList();
    }

    /** Those of an earlier spec. */
    List<ObjectNode> stale(Kind kind, List<ObjectNode> wanted) {
        Set<String> names = wanted.stream().map(w -> Meta.of(w).name()).collect(Collectors.toSet());
        return store
                .list(
                        kind,
                        Selection.in(spec.meta().namespace())
                                .labelled(
                                        PredictorObjects.OWNER_LABEL,
                                        spec.meta().name()))
                .items()
                .stream()
                .filter(o ->
                        Meta.of(o).owner().filter(spec.meta().uid()::equals).isPresent())
                .filter(o -> !names.contains(Meta.of(o).name()) && !Meta.of(o).deleting())
                .toList();
    }

    void delete(Kind kind, ObjectNode object) {
        Meta meta = Meta.of(object);
        try {
            store.delete(kind, meta.namespace(), meta.name(), Deletion.NOW);
        } catch (Refusal e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    /** Metadata of an object that this SeldonDeployment owns. */
    static ObjectNode metadata(Spec spec, String name) {
        ObjectNode metadata = spec.json().objectNode();
        metadata.put("name", name).put("namespace", spec.meta().namespace());
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "machinelearning.seldon.io/v1")
                .put("kind", "SeldonDeployment")
                .put("name", spec.meta().name())
                .put("uid", spec.meta().uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        return metadata;
    }
}
