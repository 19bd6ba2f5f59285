package caravan.engine;

/** Bytes that give no picture; the message says to a person what is wrong with them. */
public final class PictureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** No bytes at all. */
        EMPTY,
        /** Not one of the formats that are read. */
        NOT_A_PICTURE,
        /** The file ends before the picture does. */
        TRUNCATED,
        /** More pixels than {@link PictureDecoder#MAX_PIXELS}. */
        TOO_LARGE,
        /** A picture file whose content is broken or of an unknown kind. */
        DAMAGED
    }

    private final Reason reason;

    /** A refusal with its reason. */
    public PictureException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** The same with the decoder's own failure. */
    public PictureException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
