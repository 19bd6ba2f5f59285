package caravan.server;

/** Why the server does not start; the message tells a person what to do. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal to start. */
    public StartException(String message) {
        super(message);
    }

    /** The same with its cause. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
