package caravan.loop;

/** The states of an experiment that make a difference to the loop. */
public enum ExperimentState {
    /** Created or stopped by a person, not running; it does not end by itself. */
    PAUSED,
    /** Waiting for slots, starting or running. */
    ACTIVE,
    /** On its way to one of the three ends. */
    STOPPING,
    /** Ended with exit code 0; a checkpoint may still be missing. */
    COMPLETED,
    /** Killed or cancelled. */
    CANCELED,
    /** Crashed for good. */
    ERROR,
    /** Being deleted or gone. */
    DELETED;

    /** Whether the experiment has ended. */
    public boolean terminal() {
        return this == COMPLETED || this == CANCELED || this == ERROR || this == DELETED;
    }
}
