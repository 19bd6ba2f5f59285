package caravan.sandbox.kubernetes;

/**
 * How an object is written.
 *
 * @param manager who writes, as {@code metadata.managedFields} names it
 * @param dryRun whether everything is checked and nothing kept
 */
public record Write(String manager, boolean dryRun) {
    /** A write that is kept. */
    public static Write by(String manager) {
        return new Write(manager, false);
    }
}
