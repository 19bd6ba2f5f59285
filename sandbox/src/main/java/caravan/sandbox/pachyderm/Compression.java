package caravan.sandbox.pachyderm;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Answers with gzip who sends with gzip. */
final class Compression implements ServerInterceptor {
    private static final Metadata.Key<String> ENCODING =
            Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if ("gzip".equals(headers.get(ENCODING))) {
            call.setCompression("gzip");
        }
        return next.startCall(call, headers);
    }
}
