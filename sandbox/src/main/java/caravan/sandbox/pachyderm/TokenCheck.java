package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.TokenRow;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata.Key;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds out whose token each call carries, before anything else is looked at. */
final class TokenCheck implements ServerInterceptor {
    private static final Key<String> TOKEN = Key.of("authn-token", io.grpc.Metadata.ASCII_STRING_MARSHALLER);
    private static final Set<String> OPEN = Set.of(
            "grpc.health.v1.Health/Check",
            "grpc.health.v1.Health/Watch",
            "versionpb_v2.API/GetVersion",
            "admin_v2.API/InspectCluster",
            "auth_v2.API/Authenticate",
            "auth_v2.API/GetOIDCLogin");

    private final Metadata metadata;

    TokenCheck(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, io.grpc.Metadata headers, ServerCallHandler<Q, A> next) {
        if (OPEN.contains(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        try {
            Caller caller = caller(headers);
            return Contexts.interceptCall(Context.current().withValue(Caller.KEY, caller), call, headers, next);
        } catch (StatusRuntimeException e) {
            call.close(e.getStatus(), new io.grpc.Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private Caller caller(io.grpc.Metadata headers) {
        List<String> tokens = new ArrayList<>();
        Iterable<String> sent = headers.getAll(TOKEN);
        if (sent != null) {
            sent.forEach(tokens::add);
        }
        if (tokens.isEmpty()) {
            throw refused(Status.UNAUTHENTICATED, "no authentication token (try logging in)");
        }
        if (tokens.size() > 1) {
            throw refused(Status.UNKNOWN, "multiple authentication token keys found in context");
        }
        TokenRow token = metadata.token(TokenRow.hash(tokens.get(0)))
                .orElseThrow(() -> refused(
                        Status.UNAUTHENTICATED,
                        "provided auth token is corrupted or has expired (try logging in again)"));
        if (token.expires() != null && Instant.now().isAfter(token.expires())) {
            throw refused(Status.INTERNAL, "token expiration is in the past");
        }
        return new Caller(token.principal(), token.expires());
    }

    private static StatusRuntimeException refused(Status status, String text) {
        return status.withDescription(text).asRuntimeException();
    }
}
