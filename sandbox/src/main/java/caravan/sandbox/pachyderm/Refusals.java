package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The errors that clients get, in the words that they know. */
final class Refusals {
    private Refusals() {}

    /** Most errors of Pachyderm come without a better code. */
    static StatusRuntimeException unknown(String text) {
        return of(Status.UNKNOWN, text);
    }

    static StatusRuntimeException notFound(String text) {
        return of(Status.NOT_FOUND, text);
    }

    static StatusRuntimeException invalid(String text) {
        return of(Status.INVALID_ARGUMENT, text);
    }

    static StatusRuntimeException exists(String text) {
        return of(Status.ALREADY_EXISTS, text);
    }

    static StatusRuntimeException unimplemented(String what) {
        return of(Status.UNIMPLEMENTED, what + " is not implemented in the sandbox");
    }

    /** Where Pachyderm's handler fails on what it does not expect. */
    static StatusRuntimeException panic() {
        return of(Status.ABORTED, "panic: runtime error: invalid memory address or nil pointer dereference");
    }

    static StatusRuntimeException noRepo(RepoName repo) {
        return notFound("repo " + repo + " not found");
    }

    /** Refuses what is about a repo that does not exist. */
    static void whereMissing(RepoName repo, Metadata metadata) {
        if (metadata.repo(repo).isEmpty()) {
            throw noRepo(repo);
        }
    }

    static StatusRuntimeException finished(CommitRow commit) {
        return unknown("commit " + commit + " has already finished");
    }

    /** The same error with what was being done before its text. */
    static StatusRuntimeException during(String doing, StatusRuntimeException error) {
        return of(error.getStatus(), doing + ": " + error.getStatus().getDescription());
    }

    private static StatusRuntimeException of(Status status, String text) {
        return status.withDescription(text).asRuntimeException();
    }
}
