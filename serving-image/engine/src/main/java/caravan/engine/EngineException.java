package caravan.engine;

/** A network that cannot be opened or run: a fault of the version or the machine, not of a picture. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failure found by ourselves. */
    public EngineException(String message) {
        super(message);
    }
}
