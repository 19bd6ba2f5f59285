package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.add;
import static caravan.sandbox.pachyderm.Pachyderm.branch;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static caravan.sandbox.pachyderm.Pachyderm.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.proto.auth.ActivateRequest;
import caravan.proto.auth.GetPermissionsForPrincipalRequest;
import caravan.proto.auth.GetPermissionsResponse;
import caravan.proto.auth.GetRobotTokenRequest;
import caravan.proto.auth.GetRoleBindingRequest;
import caravan.proto.auth.Resource;
import caravan.proto.auth.ResourceType;
import caravan.proto.auth.RevokeAuthTokenRequest;
import caravan.proto.auth.WhoAmIRequest;
import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.CreateBranchRequest;
import caravan.proto.pfs.CreateRepoRequest;
import caravan.proto.pfs.DeleteRepoRequest;
import caravan.proto.pfs.InspectRepoRequest;
import caravan.proto.pfs.ListCommitRequest;
import caravan.proto.pfs.ListRepoRequest;
import caravan.proto.pfs.RepoInfo;
import caravan.proto.pfs.SquashCommitSetRequest;
import caravan.proto.pfs.StartCommitRequest;
import caravan.sandbox.Credentials;
import com.google.protobuf.Empty;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String HINT =
            ". Run `pachctl auth roles-for-permission` to find roles that grant a given permission.";

    @TempDir
    static Path home;

    private static Pachyderm pachyderm;
    private static String robot;

    @BeforeAll
    static void start() throws Exception {
        pachyderm = new Pachyderm(home);
        pachyderm.repo("data");
        pachyderm.repo("secret");
        pachyderm.put("data", "/a", "1");
        pachyderm.put("secret", "/a", "1");
        robot = pachyderm.credentials.read(Credentials.PACHYDERM_ROBOT);
        pachyderm.grant("robot:seldon", "data", "repoReader");
    }

    @AfterAll
    static void stop() throws Exception {
        pachyderm.close();
    }

    @Test
    void the_credentials_files_are_the_tokens_of_root_and_the_robots() {
        Map<String, String> principals = new HashMap<>();
        for (String name : List.of(
                Credentials.PACHYDERM_ROOT,
                Credentials.PACHYDERM_ROBOT,
                Credentials.PACHYDERM_TRIAL,
                Credentials.PACHYDERM_SERVER)) {
            principals.put(name, who(pachyderm.credentials.read(name)));
        }
        assertThat(principals)
                .containsEntry(Credentials.PACHYDERM_ROOT, "pach:root")
                .containsEntry(Credentials.PACHYDERM_ROBOT, "robot:seldon")
                .containsEntry(Credentials.PACHYDERM_TRIAL, "robot:trial")
                .containsEntry(Credentials.PACHYDERM_SERVER, "robot:server");
    }

    @Test
    void a_call_without_token_with_an_unknown_or_with_two_is_refused() {
        refused(
                () -> APIGrpc.newBlockingStub(pachyderm.channel())
                        .listRepo(ListRepoRequest.getDefaultInstance())
                        .hasNext(),
                "UNAUTHENTICATED: no authentication token (try logging in)");
        refused(
                () -> who("0000"),
                "UNAUTHENTICATED: provided auth token is corrupted or has expired (try logging in again)");
        Metadata two = new Metadata();
        two.put(Pachyderm.TOKEN, robot);
        two.put(Pachyderm.TOKEN, robot);
        refused(
                () -> APIGrpc.newBlockingStub(pachyderm.channel())
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(two))
                        .listRepo(ListRepoRequest.getDefaultInstance())
                        .hasNext(),
                "UNKNOWN: multiple authentication token keys found in context");
    }

    @Test
    void version_and_cluster_are_told_to_everybody() {
        assertThat(caravan.proto.version.APIGrpc.newBlockingStub(pachyderm.channel())
                        .getVersion(Empty.getDefaultInstance())
                        .getMinor())
                .isEqualTo(12);
        assertThat(caravan.proto.admin.APIGrpc.newBlockingStub(pachyderm.channel())
                        .withInterceptors(Pachyderm.token("bad"))
                        .inspectCluster(caravan.proto.admin.InspectClusterRequest.getDefaultInstance())
                        .getWarningsOk())
                .isTrue();
    }

    @Test
    void a_reader_reads_and_is_told_what_it_lacks_for_the_rest() throws Exception {
        APIGrpc.APIBlockingStub pfs = pachyderm.pfs(robot);
        assertThat(pfs.listCommit(
                        ListCommitRequest.newBuilder().setRepo(named("data")).build()))
                .toIterable()
                .hasSize(1);
        refused(
                () -> pachyderm.modify(robot, into(master("data")), add("/x", "1")),
                "PERMISSION_DENIED: robot:seldon is not authorized to perform this operation - needs permissions"
                        + " [REPO_WRITE] on REPO default/data" + HINT);
        refused(
                () -> pfs.startCommit(StartCommitRequest.newBuilder()
                        .setBranch(branch("data", "master"))
                        .build()),
                "PERMISSION_DENIED: start commit in transaction: robot:seldon is not authorized to perform this"
                        + " operation - needs permissions [REPO_WRITE] on REPO default/data" + HINT);
        refused(
                () -> pfs.createBranch(CreateBranchRequest.newBuilder()
                        .setBranch(branch("data", "b"))
                        .build()),
                "PERMISSION_DENIED: robot:seldon is not authorized to perform this operation - needs permissions"
                        + " [REPO_CREATE_BRANCH] on REPO default/data" + HINT);
        refused(
                () -> pfs.listCommit(ListCommitRequest.newBuilder()
                                .setRepo(named("secret"))
                                .build())
                        .hasNext(),
                "PERMISSION_DENIED: robot:seldon is not authorized to perform this operation - needs permissions"
                        + " [REPO_LIST_COMMIT] on REPO default/secret" + HINT);
        refused(
                () -> pfs.listCommit(ListCommitRequest.newBuilder()
                                .setRepo(named("nosuch"))
                                .build())
                        .hasNext(),
                "UNKNOWN: no role binding exists for REPO default/nosuch");
        refused(
                () -> pfs.squashCommitSet(SquashCommitSetRequest.getDefaultInstance()),
                "PERMISSION_DENIED: robot:seldon is not authorized to perform this operation - needs permissions"
                        + " [REPO_DELETE_COMMIT] on CLUSTER " + HINT);
        refused(
                () -> pachyderm
                        .auth(robot)
                        .getRobotToken(
                                GetRobotTokenRequest.newBuilder().setRobot("x").build()),
                "PERMISSION_DENIED: robot:seldon is not authorized to perform this operation - needs permissions"
                        + " [CLUSTER_AUTH_GET_ROBOT_TOKEN] on CLUSTER " + HINT);
        assertThat(pfs.deleteRepo(DeleteRepoRequest.newBuilder()
                                .setRepo(named("data"))
                                .build())
                        .getDeleted())
                .isFalse();
    }

    @Test
    void all_repos_are_listed_with_the_callers_roles() {
        Map<String, List<String>> roles = new HashMap<>();
        pachyderm
                .pfs(robot)
                .listRepo(ListRepoRequest.newBuilder().setType("user").build())
                .forEachRemaining(info -> roles.put(
                        info.getRepo().getName(), List.copyOf(info.getAuthInfo().getRolesList())));
        assertThat(roles).containsEntry("data", List.of("repoReader")).containsEntry("secret", List.of());
        RepoInfo root = pachyderm
                .pfs()
                .inspectRepo(
                        InspectRepoRequest.newBuilder().setRepo(named("data")).build());
        assertThat(root.getAuthInfo().getRolesList()).containsExactly("clusterAdmin", "repoOwner");
        assertThat(root.getAuthInfo().getPermissionsCount()).isEqualTo(90);
    }

    @Test
    void roles_are_given_and_taken_and_wrong_ones_refused() {
        String token = pachyderm.robot("worker");
        assertThat(who(token)).isEqualTo("robot:worker");
        pachyderm.grant("robot:worker", "secret", "repoWriter");
        GetPermissionsResponse held = pachyderm
                .auth(pachyderm.root())
                .getPermissionsForPrincipal(GetPermissionsForPrincipalRequest.newBuilder()
                        .setResource(repo("secret"))
                        .setPrincipal("robot:worker")
                        .build());
        assertThat(held.getRolesList()).containsExactly("repoWriter");
        assertThat(held.getPermissionsCount()).isEqualTo(14);
        pachyderm.modify(token, into(master("secret")), add("/w", "1"));
        pachyderm.grant("robot:worker", "secret");
        assertThat(pachyderm
                        .auth(token)
                        .getRoleBinding(GetRoleBindingRequest.newBuilder()
                                .setResource(repo("secret"))
                                .build())
                        .getBinding()
                        .getEntriesMap())
                .containsOnlyKeys("pach:root");
        refused(() -> pachyderm.grant("robot:worker", "secret", "nosuchrole"), "UNKNOWN: unknown role \"nosuchrole\"");
        refused(
                () -> pachyderm.grant("worker", "secret", "repoReader"),
                "UNKNOWN: subject has no prefix, must be of the form <type>:<name>");
        refused(
                () -> pachyderm.grant("robot:x", "nope", "repoReader"),
                "UNKNOWN: no role binding exists for REPO default/nope");
    }

    @Test
    void who_makes_a_repo_owns_it() {
        pachyderm
                .pfs(robot)
                .createRepo(
                        CreateRepoRequest.newBuilder().setRepo(named("mine")).build());
        pachyderm.modify(robot, into(master("mine")), add("/x", "1"));
        assertThat(pachyderm
                        .pfs(robot)
                        .deleteRepo(DeleteRepoRequest.newBuilder()
                                .setRepo(named("mine"))
                                .build())
                        .getDeleted())
                .isTrue();
    }

    @Test
    void a_token_ends_by_time_or_by_being_revoked() throws Exception {
        String revoked = pachyderm.robot("gone");
        pachyderm
                .auth(pachyderm.root())
                .revokeAuthToken(
                        RevokeAuthTokenRequest.newBuilder().setToken(revoked).build());
        refused(
                () -> who(revoked),
                "UNAUTHENTICATED: provided auth token is corrupted or has expired (try logging in again)");
        String brief = pachyderm
                .auth(pachyderm.root())
                .getRobotToken(GetRobotTokenRequest.newBuilder()
                        .setRobot("brief")
                        .setTtl(1)
                        .build())
                .getToken();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> refused(() -> who(brief), "INTERNAL: token expiration is in the past"));
    }

    @Test
    void auth_cannot_be_activated_again_and_robots_have_plain_names() {
        refused(
                () -> pachyderm.auth(pachyderm.root()).activate(ActivateRequest.getDefaultInstance()),
                "UNIMPLEMENTED: the auth service is already activated");
        refused(() -> pachyderm.robot("a:b"), "UNKNOWN: robot names cannot contain colons (':')");
    }

    private static Resource repo(String name) {
        return Resource.newBuilder()
                .setType(ResourceType.REPO)
                .setName("default/" + name)
                .build();
    }

    private static String who(String token) {
        return pachyderm.auth(token).whoAmI(WhoAmIRequest.getDefaultInstance()).getUsername();
    }

    private static void refused(ThrowingCallable call, String text) {
        assertThatThrownBy(call).hasMessage(text);
    }
}
