package caravan.sandbox.determined;

/** The states that an experiment, or a trial, is stored with. */
enum State {
    ACTIVE,
    PAUSED,
    STOPPING_COMPLETED,
    STOPPING_CANCELED,
    STOPPING_ERROR,
    STOPPING_KILLED,
    COMPLETED,
    CANCELED,
    ERROR,
    DELETING,
    DELETE_FAILED,
    /** Unmanaged ones alone. */
    RUNNING;

    boolean terminal() {
        return this == COMPLETED || this == CANCELED || this == ERROR;
    }

    boolean stopping() {
        return name().startsWith("STOPPING_");
    }

    /** What a stopping one becomes. */
    State stopped() {
        return switch (this) {
            case STOPPING_COMPLETED -> COMPLETED;
            case STOPPING_CANCELED, STOPPING_KILLED -> CANCELED;
            case STOPPING_ERROR -> ERROR;
            default -> throw new IllegalStateException(this + " does not stop");
        };
    }
}
