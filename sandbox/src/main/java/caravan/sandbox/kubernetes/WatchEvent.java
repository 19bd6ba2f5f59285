package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a watcher is told.
 *
 * @param type what happened
 * @param object the object after it; the last state of a deleted one
 */
public record WatchEvent(Type type, ObjectNode object) {
    /** What happened to the object. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        /** Nothing happened up to the object's version. Only told to those who ask for it. */
        BOOKMARK
    }
}
