package caravan.pachyderm;

import caravan.loop.port.SystemException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.UncheckedIOException;

/** What a gRPC status of Pachyderm means, by its code and, where the code says too little, by its text. */
final class PachydermErrors {
    private PachydermErrors() {}

    /** The credentials are not accepted (any more). An expired token comes as INTERNAL. */
    static boolean refused(Status status) {
        return status.getCode() == Status.Code.UNAUTHENTICATED
                || text(status).contains("token expiration is in the past");
    }

    /** The repo is there for nobody, or not for us: Pachyderm checks the role first. */
    private static boolean withoutRole(Status status) {
        return text(status).contains("no role binding exists");
    }

    static boolean notFound(Status status) {
        return status.getCode() == Status.Code.NOT_FOUND || withoutRole(status);
    }

    static SystemException of(String doing, RuntimeException failure) {
        if (failure instanceof SystemException known) {
            return known;
        }
        if (failure instanceof UncheckedIOException unreadable) {
            return new SystemException(
                    "pachyderm", SystemException.Kind.UNAUTHENTICATED, doing + ": " + unreadable.getMessage(), failure);
        }
        Status status = failure instanceof StatusRuntimeException s
                ? s.getStatus()
                : Status.UNKNOWN.withDescription(failure.getMessage());
        return new SystemException("pachyderm", kind(status), doing + ": " + explain(status), failure);
    }

    private static String explain(Status status) {
        Throwable cause = status.getCause();
        return status.getCode() + " " + text(status) + (cause == null ? "" : " (" + cause.getMessage() + ")");
    }

    private static SystemException.Kind kind(Status status) {
        if (refused(status)) {
            return SystemException.Kind.UNAUTHENTICATED;
        }
        if (notFound(status)) {
            return SystemException.Kind.NOT_FOUND;
        }
        return switch (status.getCode()) {
            case PERMISSION_DENIED -> SystemException.Kind.FORBIDDEN;
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL ->
                SystemException.Kind.UNAVAILABLE;
            case ALREADY_EXISTS -> SystemException.Kind.CONFLICT;
            case UNKNOWN -> unknown(text(status));
            default -> SystemException.Kind.REJECTED;
        };
    }

    private static SystemException.Kind unknown(String text) {
        if (text.contains("lost connection to database") || text.contains("watcher") || text.contains("was deleted")) {
            return SystemException.Kind.UNAVAILABLE;
        }
        return text.contains("has not been finished") || text.contains("has already finished")
                ? SystemException.Kind.CONFLICT
                : SystemException.Kind.REJECTED;
    }

    private static String text(Status status) {
        return status.getDescription() == null ? "" : status.getDescription();
    }
}
