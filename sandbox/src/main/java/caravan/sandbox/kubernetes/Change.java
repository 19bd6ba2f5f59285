package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One change of one object.
 *
 * @param version the store's version after it
 * @param kind the object's kind
 * @param before the object before, absent where it was created
 * @param after the object after, absent where it was deleted
 */
record Change(long version, Kind kind, Optional<ObjectNode> before, Optional<ObjectNode> after) {
    /** What a watcher of the selection sees of it: leaving the selection looks like a deletion. */
    Optional<WatchEvent> seenBy(Selection selection) {
        boolean was = before.filter(selection::matches).isPresent();
        boolean is = after.filter(selection::matches).isPresent();
        if (is) {
            return Optional.of(new WatchEvent(
                    was ? WatchEvent.Type.MODIFIED : WatchEvent.Type.ADDED,
                    after.get().deepCopy()));
        }
        return was ? Optional.of(new WatchEvent(WatchEvent.Type.DELETED, last())) : Optional.empty();
    }

    private ObjectNode last() {
        ObjectNode last = before.orElseThrow().deepCopy();
        last.withObject("/metadata").put("resourceVersion", Long.toString(version));
        return last;
    }
}
