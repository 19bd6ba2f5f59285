package caravan.sandbox.determined;

/** How the master's API names errors, by gRPC, and the HTTP status that goes with each. */
enum Code {
    INVALID_ARGUMENT(3, "InvalidArgument", 400),
    NOT_FOUND(5, "NotFound", 404),
    ALREADY_EXISTS(6, "AlreadyExists", 409),
    PERMISSION_DENIED(7, "PermissionDenied", 403),
    RESOURCE_EXHAUSTED(8, "ResourceExhausted", 429),
    FAILED_PRECONDITION(9, "FailedPrecondition", 400),
    UNIMPLEMENTED(12, "Unimplemented", 501),
    INTERNAL(13, "Internal", 500),
    UNAVAILABLE(14, "Unavailable", 503),
    UNAUTHENTICATED(16, "Unauthenticated", 401);

    final int number;
    final String reason;
    final int status;

    Code(int number, String reason, int status) {
        this.number = number;
        this.reason = reason;
        this.status = status;
    }
}
