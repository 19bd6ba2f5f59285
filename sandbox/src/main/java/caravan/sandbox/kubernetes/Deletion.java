package caravan.sandbox.kubernetes;

import java.util.Optional;

/**
 * How an object is deleted.
 *
 * @param propagation what becomes of the objects that it owns
 * @param uid deletes only the object with this uid
 * @param resourceVersion deletes only this version of the object
 * @param dryRun whether everything is checked and nothing deleted
 */
public record Deletion(
        Propagation propagation, Optional<String> uid, Optional<String> resourceVersion, boolean dryRun) {
    /** What becomes of the objects that a deleted one owns. */
    public enum Propagation {
        /** They are deleted after it. */
        BACKGROUND,
        /** They are deleted before it. */
        FOREGROUND,
        /** They stay. */
        ORPHAN
    }

    /** Deletes whatever is there, and afterwards what it owns. */
    public static final Deletion NOW = new Deletion(Propagation.BACKGROUND, Optional.empty(), Optional.empty(), false);
}
