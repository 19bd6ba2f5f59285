package caravan.sandbox.kubernetes;

import caravan.sandbox.kubernetes.fields.Owner;
import caravan.sandbox.kubernetes.fields.Ownership;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Notes in {@code metadata.managedFields} who wrote what, other than by applying. */
final class ManagedFields {
    private ManagedFields() {}

    static void update(Kind kind, Optional<ObjectNode> before, ObjectNode after, String manager, Part part) {
        ObjectNode was = before.orElseGet(Json::object);
        Ownership owners = Ownership.of(was);
        owners.update(
                Owner.updating(manager, kind.apiVersion(), part.subresource()),
                Schemas.of(kind),
                was,
                after,
                Metadata.now());
        after.withObject("/metadata").set("managedFields", owners.write());
    }
}
