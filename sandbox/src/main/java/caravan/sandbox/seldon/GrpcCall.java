package caravan.sandbox.seldon;

import io.grpc.Metadata;

/**
 * A unary gRPC call to a predictor.
 *
 * @param method its full name, as {@code seldon.protos.Seldon/Predict}
 * @param headers the caller's metadata
 */
record GrpcCall(String method, Metadata headers, byte[] message) {
    static final Metadata.Key<String> PUID = Metadata.Key.of("seldon-puid", Metadata.ASCII_STRING_MARSHALLER);
}
