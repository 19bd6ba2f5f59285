package caravan.loop.port;

/** One of the systems did not do what was asked; the kind says what a caller may do about it. */
public final class SystemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, from the point of view of someone who decides whether to try again. */
    public enum Kind {
        /** Away, slow or overloaded: try again later. The effect may have happened. */
        UNAVAILABLE,
        /** The credentials were refused: try again after they were mended. */
        UNAUTHENTICATED,
        /** The credentials are known but lack a right, which the message names. */
        FORBIDDEN,
        /** What was asked for is not there (any more): observe again. */
        NOT_FOUND,
        /** Somebody else was first: observe again. */
        CONFLICT,
        /** The request is wrong and will stay wrong: a person must change something. */
        REJECTED
    }

    private final String system;
    private final Kind kind;

    /** A failure of the named system ({@code pachyderm}, {@code determined}, {@code seldon}, {@code git}). */
    public SystemException(String system, Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.system = system;
        this.kind = kind;
    }

    /** The same without a cause. */
    public SystemException(String system, Kind kind, String message) {
        this(system, kind, message, null);
    }

    /** The system that failed. */
    public String system() {
        return system;
    }

    /** What may be done about it. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same call may succeed later without anybody changing the request. */
    public boolean transientFailure() {
        return kind == Kind.UNAVAILABLE || kind == Kind.UNAUTHENTICATED || kind == Kind.FORBIDDEN;
    }
}
