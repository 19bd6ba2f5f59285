package caravan.sandbox.pachyderm;

import io.grpc.Context;
import io.grpc.Status;
import java.time.Instant;

/**
 * Whose token a call carries.
 *
 * @param principal for instance {@code robot:seldon}
 * @param expires when the token ends to count; null for never
 */
record Caller(String principal, Instant expires) {
    static final Context.Key<Caller> KEY = Context.key("caller");

    /** Whoever makes the present call. */
    static Caller present() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw Status.UNAUTHENTICATED
                    .withDescription("no authentication token (try logging in)")
                    .asRuntimeException();
        }
        return caller;
    }
}
