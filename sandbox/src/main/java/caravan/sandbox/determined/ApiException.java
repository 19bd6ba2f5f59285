package caravan.sandbox.determined;

/** A call that is refused, as the caller is told. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    ApiException(Code code, String message) {
        super(message);
        this.code = code;
    }

    Code code() {
        return code;
    }

    static ApiException notFound(String message) {
        return new ApiException(Code.NOT_FOUND, message);
    }

    static ApiException invalid(String message) {
        return new ApiException(Code.INVALID_ARGUMENT, message);
    }

    static ApiException precondition(String message) {
        return new ApiException(Code.FAILED_PRECONDITION, message);
    }

    /** What the master does not classify, many mistakes of the caller among it. */
    static ApiException internal(String message) {
        return new ApiException(Code.INTERNAL, message);
    }

    static ApiException forbidden(String message) {
        return new ApiException(Code.PERMISSION_DENIED, message);
    }

    static ApiException unimplemented(String what) {
        return new ApiException(Code.UNIMPLEMENTED, what);
    }
}
