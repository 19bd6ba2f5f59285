package caravan.bench;

/** A benchmark that cannot be run here; the message says what to do. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the person who runs it. */
    public BenchException(String message) {
        super(message);
    }

    /** The same with what lies behind it. */
    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
