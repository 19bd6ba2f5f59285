package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the server itself writes into an object's metadata. */
final class Metadata {
    private static final List<String> SERVER_OWNED = List.of(
            "uid",
            "creationTimestamp",
            "generation",
            "resourceVersion",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink");
    private static final Set<String> NOT_WANTED = Set.of("metadata", "status", "apiVersion", "kind");

    private Metadata() {}

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A new object as it would be kept first. */
    static ObjectNode created(Kind kind, ObjectNode object) {
        object = typed(kind, object);
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.path("resourceVersion").asText("").isEmpty()) {
            throw Refusal.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.remove(SERVER_OWNED);
        String name = metadata.path("name").asText("");
        if (name.isEmpty() && !metadata.path("generateName").asText("").isEmpty()) {
            metadata.put("name", metadata.path("generateName").asText() + suffix());
        }
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
        if (!kind.namespaced()) {
            metadata.remove("namespace");
        }
        Names.check(kind, metadata);
        if (kind.hasGeneration()) {
            metadata.put("generation", 1);
        }
        if (kind.hasStatus()) {
            object.remove("status");
        }
        Defaults.fill(kind, object);
        return object;
    }

    private static String suffix() {
        return UUID.randomUUID().toString().substring(0, 5);
    }

    private static ObjectNode typed(Kind kind, ObjectNode object) {
        ObjectNode typed = Json.object();
        typed.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        typed.setAll(object);
        return typed.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
    }

    /** What becomes of an object when a part of it is replaced. */
    static ObjectNode updated(Key key, ObjectNode before, ObjectNode given, Part part) {
        JsonNode metadata = given.path("metadata");
        String uid = metadata.path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(before.path("metadata").path("uid").asText())) {
            throw Refusal.conflict(
                    key.kind(),
                    key.name(),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                            + before.path("metadata").path("uid").asText());
        }
        String version = metadata.path("resourceVersion").asText("");
        if (!version.isEmpty()
                && !version.equals(
                        before.path("metadata").path("resourceVersion").asText())) {
            throw Refusal.modified(key.kind(), key.name());
        }
        if (part == Part.STATUS) {
            ObjectNode after = before.deepCopy();
            replace(after, "status", given.get("status"));
            return after;
        }
        ObjectNode after = typed(key.kind(), given);
        ObjectNode merged = after.withObject("/metadata");
        SERVER_OWNED.forEach(
                field -> replace(merged, field, before.path("metadata").get(field)));
        replace(merged, "name", before.path("metadata").get("name"));
        replace(merged, "namespace", before.path("metadata").get("namespace"));
        replace(merged, "managedFields", before.path("metadata").get("managedFields"));
        if (key.kind().hasStatus()) {
            replace(after, "status", before.get("status"));
        }
        Names.check(key.kind(), merged);
        Defaults.fill(key.kind(), after);
        return after;
    }

    private static void replace(ObjectNode object, String field, JsonNode value) {
        if (value == null || value.isNull()) {
            object.remove(field);
        } else {
            object.set(field, value.deepCopy());
        }
    }

    /** Counts a change of what is wanted. */
    static void countGeneration(Kind kind, Optional<ObjectNode> before, ObjectNode after) {
        if (kind.hasGeneration()
                && before.filter(b -> !wanted(b).equals(wanted(after))).isPresent()) {
            raise(after);
        }
    }

    private static ObjectNode wanted(ObjectNode object) {
        return object.deepCopy().without(NOT_WANTED);
    }

    private static void raise(ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("generation", metadata.path("generation").asInt() + 1);
    }

    static boolean hasFinalizers(ObjectNode object) {
        return !object.path("metadata").path("finalizers").isEmpty();
    }

    /** Whether the last finalizer of a deleted object is gone. */
    static boolean released(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp") && !hasFinalizers(object);
    }

    /** The object, marked deleted. */
    static ObjectNode terminating(Kind kind, ObjectNode before) {
        if (before.path("metadata").has("deletionTimestamp")) {
            return before;
        }
        ObjectNode after = before.deepCopy();
        after.withObject("/metadata").put("deletionTimestamp", now()).put("deletionGracePeriodSeconds", 0);
        if (kind.hasGeneration()) {
            raise(after);
        }
        return after;
    }

    static void checkPreconditions(Key key, ObjectNode before, Deletion deletion) {
        String uid = before.path("metadata").path("uid").asText();
        deletion.uid().filter(wanted -> !wanted.equals(uid)).ifPresent(wanted -> {
            throw Refusal.conflict(
                    key.kind(),
                    key.name(),
                    "the UID in the precondition (" + wanted + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        });
        String version = before.path("metadata").path("resourceVersion").asText();
        deletion.resourceVersion().filter(wanted -> !wanted.equals(version)).ifPresent(wanted -> {
            throw Refusal.conflict(
                    key.kind(),
                    key.name(),
                    "the ResourceVersion in the precondition (" + wanted
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
        });
    }
}
