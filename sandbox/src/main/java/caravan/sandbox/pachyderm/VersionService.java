package caravan.sandbox.pachyderm;

import caravan.proto.version.APIGrpc;
import caravan.proto.version.Version;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** Tells which Pachyderm this imitates. */
final class VersionService extends APIGrpc.APIImplBase {
    @Override
    public void getVersion(Empty request, StreamObserver<Version> answer) {
        answer.onNext(Version.newBuilder()
                .setMajor(2)
                .setMinor(12)
                .setMicro(0)
                .setPlatform("caravan")
                .build());
        answer.onCompleted();
    }
}
