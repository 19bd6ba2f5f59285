package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Removes objects, and what they own or hold with them. */
final class Garbage {
    private final Revisions revisions;

    Garbage(Revisions revisions) {
        this.revisions = revisions;
    }

    /** Deletes everything whose owners are all gone. */
    void collect() {
        List<Map.Entry<Key, ObjectNode>> orphans =
                revisions.all().filter(e -> orphan(e.getValue())).toList();
        orphans.forEach(e -> collectIfOrphan(e.getKey(), e.getValue()));
    }

    void collectIfOrphan(Key key, ObjectNode object) {
        if (orphan(object) && revisions.find(key).isPresent()) {
            discard(key, object);
        }
    }

    private boolean orphan(ObjectNode object) {
        JsonNode owners = object.path("metadata").path("ownerReferences");
        if (owners.isEmpty()) {
            return false;
        }
        for (JsonNode owner : owners) {
            if (revisions.exists(owner.path("uid").asText())) {
                return false;
            }
        }
        return true;
    }

    private void discard(Key key, ObjectNode object) {
        if (Metadata.hasFinalizers(object)) {
            ObjectNode terminating = Metadata.terminating(key.kind(), object);
            if (!terminating.equals(object)) {
                revisions.put(key, terminating);
            }
        } else {
            remove(key, object, Deletion.Propagation.BACKGROUND);
        }
    }

    /** Removes an object that no finalizer holds. */
    void remove(Key key, ObjectNode object, Deletion.Propagation propagation) {
        String uid = object.path("metadata").path("uid").asText();
        if (propagation == Deletion.Propagation.ORPHAN) {
            dependents(uid).forEach(e -> disown(e.getKey(), e.getValue(), uid));
        }
        if (propagation == Deletion.Propagation.FOREGROUND) {
            dependents(uid).stream()
                    .filter(e -> e.getValue()
                                    .path("metadata")
                                    .path("ownerReferences")
                                    .size()
                            == 1)
                    .forEach(e -> discard(e.getKey(), e.getValue()));
        }
        revisions.remove(key);
        if (key.kind().equals(Kinds.NAMESPACE)) {
            contents(key.name()).forEach(e -> discard(e.getKey(), e.getValue()));
        }
        dependents(uid).forEach(e -> collectIfOrphan(e.getKey(), e.getValue()));
    }

    private List<Map.Entry<Key, ObjectNode>> contents(String namespace) {
        return revisions
                .all()
                .filter(e -> e.getKey().namespace().equals(namespace))
                .toList();
    }

    private List<Map.Entry<Key, ObjectNode>> dependents(String uid) {
        return revisions.all().filter(e -> owns(uid, e.getValue())).toList();
    }

    private static boolean owns(String uid, ObjectNode object) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("uid").asText().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    private void disown(Key key, ObjectNode object, String uid) {
        ObjectNode after = object.deepCopy();
        ArrayNode owners = (ArrayNode) after.path("metadata").path("ownerReferences");
        for (int i = owners.size() - 1; i >= 0; i--) {
            if (owners.get(i).path("uid").asText().equals(uid)) {
                owners.remove(i);
            }
        }
        if (owners.isEmpty()) {
            after.withObject("/metadata").remove("ownerReferences");
        }
        revisions.put(key, after);
    }
}
