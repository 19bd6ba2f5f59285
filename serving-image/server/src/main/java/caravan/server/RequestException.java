package caravan.server;

/** A request that gets no prediction; the message goes to the caller and never quotes what was sent. */
public final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is to blame. */
    public enum Kind {
        /** What was sent is wrong. */
        BAD_DATA(400, "MICROSERVICE_BAD_DATA"),
        /** There is no such path, model or version. */
        NOT_FOUND(404, "MICROSERVICE_NOT_FOUND"),
        /** The path is there, for another method. */
        METHOD_NOT_ALLOWED(405, "MICROSERVICE_METHOD_NOT_ALLOWED"),
        /** More bytes than are taken. */
        TOO_LARGE(413, "MICROSERVICE_TOO_LARGE"),
        /** A content type that is not read. */
        UNSUPPORTED_TYPE(415, "MICROSERVICE_UNSUPPORTED_TYPE"),
        /** Our own fault. */
        INTERNAL(500, "MICROSERVICE_INTERNAL_ERROR"),
        /** Too many requests at once: ask again later. */
        OVERLOADED(503, "MICROSERVICE_OVERLOADED"),
        /** This server ends: ask another one. */
        ENDING(503, "MICROSERVICE_ENDING");

        private final int status;
        private final String reason;

        Kind(int status, String reason) {
            this.status = status;
            this.reason = reason;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The reason in Seldon's status message. */
        public String reason() {
            return reason;
        }
    }

    private final Kind kind;

    /** A refusal. */
    public RequestException(Kind kind, String info) {
        super(info);
        this.kind = kind;
    }

    /** What was sent is wrong, in the words of the message. */
    public static RequestException badData(String info) {
        return new RequestException(Kind.BAD_DATA, info);
    }

    /** What is to blame. */
    public Kind kind() {
        return kind;
    }
}
