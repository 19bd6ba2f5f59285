package caravan.model;

/** A trial that cannot be done: the message says to a person why, and what to change. */
public class TrialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure found by ourselves. */
    public TrialException(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public TrialException(String message, Throwable cause) {
        super(message, cause);
    }
}
