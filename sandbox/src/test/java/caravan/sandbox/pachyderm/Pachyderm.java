package caravan.sandbox.pachyderm;

import caravan.proto.auth.GetRobotTokenRequest;
import caravan.proto.auth.ModifyRoleBindingRequest;
import caravan.proto.auth.Resource;
import caravan.proto.auth.ResourceType;
import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.AddFile;
import caravan.proto.pfs.Branch;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.proto.pfs.CreateRepoRequest;
import caravan.proto.pfs.DeleteFile;
import caravan.proto.pfs.DiffFileRequest;
import caravan.proto.pfs.DiffFileResponse;
import caravan.proto.pfs.File;
import caravan.proto.pfs.GetFileRequest;
import caravan.proto.pfs.InspectBranchRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.ListFileRequest;
import caravan.proto.pfs.ModifyFileRequest;
import caravan.proto.pfs.Project;
import caravan.proto.pfs.Repo;
import caravan.sandbox.Credentials;
import caravan.sandbox.Listener;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A server of a test's own, and what clients do with it. */
final class Pachyderm implements AutoCloseable {
    static final Metadata.Key<String> TOKEN = Metadata.Key.of("authn-token", Metadata.ASCII_STRING_MARSHALLER);

    final Credentials credentials;
    private final Path folder;
    private PachydermServer server;
    private ManagedChannel channel;

    Pachyderm(Path home) throws IOException {
        credentials = Credentials.open(home.resolve("credentials"));
        folder = home.resolve("pachyderm");
        start();
    }

    private void start() throws IOException {
        server = PachydermServer.start(Listener.any(), folder, credentials);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .maxInboundMessageSize(20 << 20)
                .build();
    }

    void restart() throws Exception {
        close();
        start();
    }

    ManagedChannel channel() {
        return channel;
    }

    static ClientInterceptor token(String token) {
        Metadata headers = new Metadata();
        headers.put(TOKEN, token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    String root() {
        return credentials.read(Credentials.PACHYDERM_ROOT);
    }

    APIGrpc.APIBlockingStub pfs() {
        return pfs(root());
    }

    APIGrpc.APIBlockingStub pfs(String token) {
        return APIGrpc.newBlockingStub(channel).withInterceptors(token(token)).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    APIGrpc.APIStub streaming() {
        return APIGrpc.newStub(channel).withInterceptors(token(root())).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    caravan.proto.auth.APIGrpc.APIBlockingStub auth(String token) {
        return caravan.proto.auth.APIGrpc.newBlockingStub(channel)
                .withInterceptors(token(token))
                .withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    String robot(String name) {
        return auth(root())
                .getRobotToken(GetRobotTokenRequest.newBuilder().setRobot(name).build())
                .getToken();
    }

    void grant(String principal, String repo, String... roles) {
        auth(root())
                .modifyRoleBinding(ModifyRoleBindingRequest.newBuilder()
                        .setResource(
                                Resource.newBuilder().setType(ResourceType.REPO).setName("default/" + repo))
                        .setPrincipal(principal)
                        .addAllRoles(List.of(roles))
                        .build());
    }

    void repo(String name) {
        pfs().createRepo(CreateRepoRequest.newBuilder().setRepo(named(name)).build());
    }

    static Repo named(String repo) {
        return Repo.newBuilder()
                .setName(repo)
                .setType("user")
                .setProject(Project.newBuilder().setName("default"))
                .build();
    }

    static Branch branch(String repo, String name) {
        return Branch.newBuilder().setRepo(named(repo)).setName(name).build();
    }

    static Commit master(String repo) {
        return Commit.newBuilder()
                .setRepo(named(repo))
                .setBranch(branch(repo, "master"))
                .build();
    }

    static Commit commit(String repo, String id) {
        return Commit.newBuilder()
                .setRepo(named(repo))
                .setId(id)
                .setBranch(Branch.newBuilder().setRepo(named(repo)))
                .build();
    }

    static ModifyFileRequest into(Commit commit) {
        return ModifyFileRequest.newBuilder().setSetCommit(commit).build();
    }

    static ModifyFileRequest add(String path, String text) {
        return add(path, ByteString.copyFromUtf8(text));
    }

    static ModifyFileRequest add(String path, ByteString bytes) {
        return ModifyFileRequest.newBuilder()
                .setAddFile(AddFile.newBuilder().setPath(path).setRaw(BytesValue.of(bytes)))
                .build();
    }

    static ModifyFileRequest delete(String path) {
        return ModifyFileRequest.newBuilder()
                .setDeleteFile(DeleteFile.newBuilder().setPath(path))
                .build();
    }

    /** One ModifyFile stream. */
    void modify(ModifyFileRequest... requests) {
        modify(root(), requests);
    }

    void modify(String token, ModifyFileRequest... requests) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        StreamObserver<ModifyFileRequest> out = APIGrpc.newStub(channel)
                .withInterceptors(token(token))
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .modifyFile(new StreamObserver<>() {
                    @Override
                    public void onNext(Empty value) {}

                    @Override
                    public void onError(Throwable t) {
                        answer.completeExceptionally(t);
                    }

                    @Override
                    public void onCompleted() {
                        answer.complete(null);
                    }
                });
        for (ModifyFileRequest request : requests) {
            out.onNext(request);
        }
        out.onCompleted();
        try {
            answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One commit on master with these files (path, text, path, text ...), finished; its id. */
    String put(String repo, String... pathsAndTexts) {
        List<ModifyFileRequest> requests = new ArrayList<>();
        requests.add(into(master(repo)));
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            requests.add(delete(pathsAndTexts[i]));
            requests.add(add(pathsAndTexts[i], pathsAndTexts[i + 1]));
        }
        modify(requests.toArray(ModifyFileRequest[]::new));
        String id = head(repo, "master");
        finished(repo, id);
        return id;
    }

    String head(String repo, String branch) {
        return pfs().inspectBranch(InspectBranchRequest.newBuilder()
                        .setBranch(branch(repo, branch))
                        .build())
                .getHead()
                .getId();
    }

    CommitInfo finished(String repo, String id) {
        return pfs().inspectCommit(InspectCommitRequest.newBuilder()
                .setCommit(commit(repo, id))
                .setWait(CommitState.FINISHED)
                .build());
    }

    static File file(Commit commit, String path) {
        return File.newBuilder().setCommit(commit).setPath(path).build();
    }

    String read(Commit commit, String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var messages = pfs().getFile(
                        GetFileRequest.newBuilder().setFile(file(commit, path)).build());
        while (messages.hasNext()) {
            messages.next().getValue().writeTo(bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> list(Commit commit, String path) {
        List<String> paths = new ArrayList<>();
        pfs().listFile(ListFileRequest.newBuilder().setFile(file(commit, path)).build())
                .forEachRemaining(info -> paths.add(info.getFile().getPath()));
        return paths;
    }

    /** What differs, as {@code +path}, {@code -path} and {@code ~path}. */
    List<String> diff(Commit now, Commit before) {
        DiffFileRequest.Builder request = DiffFileRequest.newBuilder().setNewFile(file(now, "/"));
        if (before != null) {
            request.setOldFile(file(before, "/"));
        }
        List<String> lines = new ArrayList<>();
        pfs().diffFile(request.build()).forEachRemaining(pair -> lines.add(line(pair)));
        return lines;
    }

    private static String line(DiffFileResponse pair) {
        if (!pair.hasOldFile()) {
            return "+" + pair.getNewFile().getFile().getPath();
        }
        return (pair.hasNewFile() ? "~" : "-") + pair.getOldFile().getFile().getPath();
    }

    @Override
    public void close() throws Exception {
        channel.shutdownNow();
        server.close();
    }
}
