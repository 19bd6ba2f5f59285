package caravan.pachyderm;

import caravan.loop.Repo;
import caravan.loop.port.SystemException;
import caravan.proto.auth.ModifyRoleBindingRequest;
import caravan.proto.auth.Resource;
import caravan.proto.auth.ResourceType;
import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.CreateProjectRequest;
import caravan.proto.pfs.CreateRepoRequest;
import caravan.proto.pfs.Project;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an administrator does once on a Pachyderm server: projects, repos and roles. Every call is safe to repeat. */
public final class PachydermAdmin implements AutoCloseable {
    private static final long CALL_SECONDS = 30;

    private final PachydermChannel channel;

    /** Connects lazily; the settings' token must be an administrator's where auth is on. */
    public PachydermAdmin(PachydermSettings settings) {
        this.channel = new PachydermChannel(settings);
    }

    /** Creates the project where it is missing. */
    public void createProject(String name) {
        unlessThere("create project " + name, () -> files().createProject(CreateProjectRequest.newBuilder()
                .setProject(Project.newBuilder().setName(name))
                .build()));
    }

    /** Creates the repo where it is missing. */
    public void createRepo(Repo repo, String description) {
        unlessThere("create repo " + repo, () -> files().createRepo(CreateRepoRequest.newBuilder()
                .setRepo(Wire.repo(repo))
                .setDescription(description)
                .build()));
    }

    /** Gives a principal these roles on a repo, in place of those it had; none takes all away. */
    public void bind(Repo repo, String principal, List<String> roles) {
        String doing = "give " + principal + " " + roles + " on repo " + repo;
        call(doing, () -> caravan.proto.auth.APIGrpc.newBlockingStub(channel.channel())
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .modifyRoleBinding(ModifyRoleBindingRequest.newBuilder()
                        .setResource(Resource.newBuilder()
                                .setType(ResourceType.REPO)
                                .setName(repo.project() + "/" + repo.name()))
                        .setPrincipal(principal)
                        .addAllRoles(roles)
                        .build()));
    }

    private APIGrpc.APIBlockingStub files() {
        return APIGrpc.newBlockingStub(channel.channel()).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private static void unlessThere(String doing, Runnable call) {
        try {
            call(doing, call);
        } catch (SystemException e) {
            if (!(e.getCause() instanceof StatusRuntimeException refused) || !alreadyThere(refused.getStatus())) {
                throw e;
            }
        }
    }

    private static boolean alreadyThere(Status status) {
        return status.getCode() == Status.Code.ALREADY_EXISTS
                || String.valueOf(status.getDescription()).contains("already exists");
    }

    private static void call(String doing, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw PachydermErrors.of(doing, e);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
