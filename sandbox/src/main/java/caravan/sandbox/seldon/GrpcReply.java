package caravan.sandbox.seldon;

import io.grpc.Metadata;
import io.grpc.Status;

/**
 * What a unary gRPC call is answered.
 *
 * @param headers initial metadata
 * @param message null where the status is no success
 */
record GrpcReply(Status status, Metadata headers, byte[] message) {
    static GrpcReply failure(Status status) {
        return new GrpcReply(status, new Metadata(), null);
    }

    static GrpcReply of(byte[] message) {
        return new GrpcReply(Status.OK, new Metadata(), message);
    }
}
