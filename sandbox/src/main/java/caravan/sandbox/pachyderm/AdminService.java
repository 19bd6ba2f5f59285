package caravan.sandbox.pachyderm;

import caravan.proto.admin.APIGrpc;
import caravan.proto.admin.ClusterInfo;
import caravan.proto.admin.InspectClusterRequest;
import caravan.proto.admin.WebResource;
import io.grpc.stub.StreamObserver;

/** Tells about the server; every command of Pachyderm's own client asks first. */
final class AdminService extends APIGrpc.APIImplBase {
    private final String id;

    AdminService(String id) {
        this.id = id;
    }

    @Override
    public void inspectCluster(InspectClusterRequest request, StreamObserver<ClusterInfo> answer) {
        ClusterInfo.Builder info = ClusterInfo.newBuilder()
                .setId(id)
                .setDeploymentId(id)
                .setWarningsOk(true)
                .setWebResources(WebResource.newBuilder().setArchiveDownloadBaseUrl("/archive/"));
        int major = request.getClientVersion().getMajor();
        int minor = request.getClientVersion().getMinor();
        if (!request.hasClientVersion()) {
            info.addWarnings("WARNING: the client did not send its version; this server speaks Pachyderm 2.12");
        } else if (major != 0 && (major != 2 || minor != 12)) {
            info.addWarnings(
                    "WARNING: the client is of version " + major + "." + minor + "; this server speaks Pachyderm 2.12");
        }
        answer.onNext(info.build());
        answer.onCompleted();
    }
}
