package caravan.pachyderm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import caravan.loop.Repo;
import caravan.loop.port.SystemException;
import caravan.proto.auth.ModifyRoleBindingRequest;
import caravan.proto.auth.ModifyRoleBindingResponse;
import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.CreateProjectRequest;
import caravan.proto.pfs.CreateRepoRequest;
import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PachydermAdminTest {
    private static final Repo PETS = new Repo("zoo", "pets");

    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final List<ModifyRoleBindingRequest> bindings = new ArrayList<>();
    private Server server;
    private PachydermAdmin admin;

    private void create(String name, StreamObserver<Empty> answer) {
        if (there.add(name)) {
            answer.onNext(Empty.getDefaultInstance());
            answer.onCompleted();
        } else {
            answer.onError(Status.ALREADY_EXISTS
                    .withDescription(name + " already exists")
                    .asRuntimeException());
        }
    }

    @BeforeEach
    void listen() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new APIGrpc.APIImplBase() {
                    @Override
                    public void createProject(CreateProjectRequest request, StreamObserver<Empty> answer) {
                        create(request.getProject().getName(), answer);
                    }

                    @Override
                    public void createRepo(CreateRepoRequest request, StreamObserver<Empty> answer) {
                        if (request.getRepo().getName().equals("forbidden")) {
                            answer.onError(Status.PERMISSION_DENIED.asRuntimeException());
                        } else {
                            create(request.getRepo().getName(), answer);
                        }
                    }
                })
                .addService(new caravan.proto.auth.APIGrpc.APIImplBase() {
                    @Override
                    public void modifyRoleBinding(
                            ModifyRoleBindingRequest request, StreamObserver<ModifyRoleBindingResponse> answer) {
                        bindings.add(request);
                        answer.onNext(ModifyRoleBindingResponse.getDefaultInstance());
                        answer.onCompleted();
                    }
                })
                .build()
                .start();
        admin = new PachydermAdmin(
                new PachydermSettings("grpc://127.0.0.1:" + server.getPort(), Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void close() {
        admin.close();
        server.shutdownNow();
    }

    @Test
    void what_is_there_already_is_no_error() {
        for (int i = 0; i < 2; i++) {
            admin.createProject("zoo");
            admin.createRepo(PETS, "pets of the zoo");
        }
        assertThat(there).containsExactlyInAnyOrder("zoo", "pets");
    }

    @Test
    void a_refusal_is_an_error_that_names_the_repo() {
        assertThatExceptionOfType(SystemException.class)
                .isThrownBy(() -> admin.createRepo(new Repo("zoo", "forbidden"), ""))
                .withMessageContaining("zoo/forbidden")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(SystemException.Kind.FORBIDDEN));
    }

    @Test
    void roles_are_bound_to_the_repo_within_its_project() {
        admin.bind(PETS, "robot:keeper", List.of("repoReader"));
        assertThat(bindings).singleElement().satisfies(b -> {
            assertThat(b.getResource().getName()).isEqualTo("zoo/pets");
            assertThat(b.getPrincipal()).isEqualTo("robot:keeper");
            assertThat(b.getRolesList()).containsExactly("repoReader");
        });
    }
}
