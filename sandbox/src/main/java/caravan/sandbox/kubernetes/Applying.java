package caravan.sandbox.kubernetes;

import caravan.sandbox.kubernetes.fields.Conflict;
import caravan.sandbox.kubernetes.fields.Difference;
import caravan.sandbox.kubernetes.fields.FieldSet;
import caravan.sandbox.kubernetes.fields.Merge;
import caravan.sandbox.kubernetes.fields.Owner;
import caravan.sandbox.kubernetes.fields.Ownership;
import caravan.sandbox.kubernetes.schema.Type;
import caravan.sandbox.kubernetes.schema.Typing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Server-side apply: someone says what they want of an object, and owns that and nothing else.
 *
 * @param manager who says so
 * @param force whether fields are taken from others instead of refused
 */
public record Applying(String manager, boolean force) {

    /** Refuses what cannot be understood as a part of the kind's objects. */
    static void check(Key key, ObjectNode wanted) {
        if (!wanted.path("metadata").path("managedFields").isEmpty()) {
            throw Refusal.badRequest("metadata.managedFields must be nil");
        }
        List<String> faults = Typing.faults(Schemas.of(key.kind()), wanted);
        if (!faults.isEmpty()) {
            throw Refusal.of(
                    500,
                    "",
                    "failed to create typed patch object (" + (key.namespace().isEmpty() ? "" : key.namespace() + "/")
                            + key.name() + "; " + key.kind().apiVersion() + ", Kind="
                            + key.kind().name() + "): " + Typing.words(faults));
        }
    }

    /** The object with what is wanted, its owners noted. */
    ObjectNode apply(Key key, ObjectNode before, ObjectNode wanted, Part part) {
        Type type = Schemas.of(key.kind());
        Owner owner = Owner.applying(manager, key.kind().apiVersion(), part.subresource());
        ObjectNode own = part(key.kind(), wanted, part);
        FieldSet fields = Ownership.owned(type, own);
        ObjectNode live = before.deepCopy();
        live.withObject("/metadata").remove("managedFields");

        ObjectNode merged = (ObjectNode) Merge.apply(type, live, own);
        Ownership owners = Ownership.of(before);
        Difference difference = Difference.between(type, live, merged);
        List<Conflict> conflicts = owners.conflicts(owner, difference.changed());
        if (!conflicts.isEmpty() && !force) {
            throw refused(conflicts);
        }
        owners.take(owner, difference.changed());
        owners.take(owner, difference.removed());
        FieldSet dropped = owners.of(owner).minus(fields).minus(owners.others(owner));
        JsonNode rest = Merge.remove(type, merged, dropped, fields.plus(owners.others(owner)));
        ObjectNode after = rest == null ? Json.object() : (ObjectNode) rest;
        owners.set(owner, fields, !after.equals(live), Metadata.now());
        after.withObject("/metadata").set("managedFields", owners.write());
        return after;
    }

    private static ObjectNode part(Kind kind, ObjectNode wanted, Part part) {
        ObjectNode own = wanted.deepCopy();
        if (part == Part.STATUS) {
            own.retain("apiVersion", "kind", "metadata", "status");
            own.withObject("/metadata").removeAll();
        } else {
            own.withObject("/metadata").remove(List.of("resourceVersion", "uid", "managedFields"));
            if (kind.hasStatus()) {
                own.remove("status");
            }
        }
        return own;
    }

    private static Refusal refused(List<Conflict> conflicts) {
        return Refusal.of(409, "Conflict", Conflict.words(conflicts))
                .because(conflicts.stream()
                        .map(c -> new Refusal.Cause("FieldManagerConflict", "conflict with " + c.owner(), c.path()))
                        .toList());
    }

    /** The first state of an object that is made by applying. */
    ObjectNode create(Key key, ObjectNode wanted) {
        Optional.of(wanted.path("metadata").path("uid").asText(""))
                .filter(uid -> !uid.isEmpty())
                .ifPresent(uid -> {
                    throw Refusal.conflict(
                            key.kind(),
                            key.name(),
                            "uid mismatch: the provided object specified uid " + uid
                                    + ", and no existing object was found");
                });
        ObjectNode own = part(key.kind(), wanted, Part.MAIN);
        ObjectNode fresh = Metadata.created(key.kind(), own.deepCopy());
        Ownership owners = Ownership.of(fresh);
        owners.set(
                Owner.applying(manager, key.kind().apiVersion(), ""),
                Ownership.owned(Schemas.of(key.kind()), own),
                true,
                Metadata.now());
        fresh.withObject("/metadata").set("managedFields", owners.write());
        return fresh;
    }
}
