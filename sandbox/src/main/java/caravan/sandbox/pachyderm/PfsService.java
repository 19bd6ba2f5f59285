package caravan.sandbox.pachyderm;

import caravan.proto.pfs.*;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The file system's calls, each passed on to whom it concerns. */
final class PfsService extends APIGrpc.APIImplBase {
    private final Calls calls;
    private final ProjectCalls projects;
    private final RepoCalls repos;
    private final BranchCalls branches;
    private final CommitCalls commits;
    private final CommitLists lists;
    private final RemovalCalls removals;
    private final FileCalls files;
    private final ContentCalls contents;
    private final ModifyCall.Tools modifying;

    PfsService(
            Calls calls,
            ProjectCalls projects,
            RepoCalls repos,
            BranchCalls branches,
            CommitCalls commits,
            CommitLists lists,
            RemovalCalls removals,
            FileCalls files,
            ContentCalls contents,
            ModifyCall.Tools modifying) {
        this.calls = calls;
        this.projects = projects;
        this.repos = repos;
        this.branches = branches;
        this.commits = commits;
        this.lists = lists;
        this.removals = removals;
        this.files = files;
        this.contents = contents;
        this.modifying = modifying;
    }

    /** Does something that may fail. */
    private interface Deed {
        void run() throws Exception;
    }

    private static <T> void done(StreamObserver<T> answer, T result, Deed deed) {
        Calls.one(answer, () -> {
            deed.run();
            return result;
        });
    }

    private static void done(StreamObserver<Empty> answer, Deed deed) {
        done(answer, Empty.getDefaultInstance(), deed);
    }

    @Override
    public void createProject(CreateProjectRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> projects.create(request));
    }

    @Override
    public void inspectProject(InspectProjectRequest request, StreamObserver<ProjectInfo> answer) {
        Calls.one(answer, () -> projects.inspect(request.getProject()));
    }

    @Override
    public void inspectProjectV2(InspectProjectV2Request request, StreamObserver<InspectProjectV2Response> answer) {
        Calls.one(answer, () -> InspectProjectV2Response.newBuilder()
                .setInfo(projects.inspect(request.getProject()))
                .setDefaultsJson("{}")
                .build());
    }

    @Override
    public void listProject(ListProjectRequest request, StreamObserver<ProjectInfo> answer) {
        calls.many(answer, projects::list);
    }

    @Override
    public void deleteProject(DeleteProjectRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> projects.delete(request));
    }

    @Override
    public void createRepo(CreateRepoRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> repos.create(request));
    }

    @Override
    public void inspectRepo(InspectRepoRequest request, StreamObserver<RepoInfo> answer) {
        Calls.one(answer, () -> repos.inspect(request));
    }

    @Override
    public void listRepo(ListRepoRequest request, StreamObserver<RepoInfo> answer) {
        calls.many(answer, out -> repos.list(request, out));
    }

    @Override
    public void deleteRepo(DeleteRepoRequest request, StreamObserver<DeleteRepoResponse> answer) {
        Calls.one(answer, () -> repos.delete(request));
    }

    @Override
    public void createBranch(CreateBranchRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> branches.create(request));
    }

    @Override
    public void inspectBranch(InspectBranchRequest request, StreamObserver<BranchInfo> answer) {
        Calls.one(answer, () -> branches.inspect(request));
    }

    @Override
    public void listBranch(ListBranchRequest request, StreamObserver<BranchInfo> answer) {
        calls.many(answer, out -> branches.list(request, out));
    }

    @Override
    public void deleteBranch(DeleteBranchRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> branches.delete(request));
    }

    @Override
    public void startCommit(StartCommitRequest request, StreamObserver<Commit> answer) {
        Calls.one(answer, () -> commits.start(request));
    }

    @Override
    public void finishCommit(FinishCommitRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> commits.finish(request));
    }

    @Override
    public void clearCommit(ClearCommitRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> commits.clear(request));
    }

    @Override
    public void inspectCommit(InspectCommitRequest request, StreamObserver<CommitInfo> answer) {
        later(answer, () -> commits.inspect(request, (ServerCallStreamObserver<CommitInfo>) answer));
    }

    @Override
    public void subscribeCommit(SubscribeCommitRequest request, StreamObserver<CommitInfo> answer) {
        later(answer, () -> commits.subscribe(request, (ServerCallStreamObserver<CommitInfo>) answer));
    }

    private static void later(StreamObserver<?> answer, Deed begin) {
        try {
            begin.run();
        } catch (Exception e) {
            Calls.fail(answer, e);
        }
    }

    @Override
    public void listCommit(ListCommitRequest request, StreamObserver<CommitInfo> answer) {
        calls.many(answer, out -> lists.list(request, out));
    }

    @Override
    public void inspectCommitSet(InspectCommitSetRequest request, StreamObserver<CommitInfo> answer) {
        calls.many(answer, out -> lists.set(request, out));
    }

    @Override
    public void listCommitSet(ListCommitSetRequest request, StreamObserver<CommitSetInfo> answer) {
        calls.many(answer, out -> lists.sets(request, out));
    }

    @Override
    public void squashCommit(SquashCommitRequest request, StreamObserver<SquashCommitResponse> answer) {
        done(
                answer,
                SquashCommitResponse.getDefaultInstance(),
                () -> removals.squash(request.hasCommit(), request.getCommit()));
    }

    @Override
    public void dropCommit(DropCommitRequest request, StreamObserver<DropCommitResponse> answer) {
        done(
                answer,
                DropCommitResponse.getDefaultInstance(),
                () -> removals.drop(request.hasCommit(), request.getCommit()));
    }

    @Override
    public void squashCommitSet(SquashCommitSetRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> removals.squashSet(request.getCommitSet().getId()));
    }

    @Override
    public void dropCommitSet(DropCommitSetRequest request, StreamObserver<Empty> answer) {
        done(answer, () -> removals.dropSet(request.getCommitSet().getId()));
    }

    @Override
    public StreamObserver<ModifyFileRequest> modifyFile(StreamObserver<Empty> answer) {
        return new ModifyCall(modifying, answer);
    }

    @Override
    public void getFile(GetFileRequest request, StreamObserver<BytesValue> answer) {
        calls.many(answer, out -> contents.get(request, out));
    }

    @Override
    public void getFileTAR(GetFileRequest request, StreamObserver<BytesValue> answer) {
        calls.many(answer, out -> contents.tar(request, out));
    }

    @Override
    public void inspectFile(InspectFileRequest request, StreamObserver<FileInfo> answer) {
        Calls.one(answer, () -> files.inspect(request));
    }

    @Override
    public void listFile(ListFileRequest request, StreamObserver<FileInfo> answer) {
        calls.many(answer, out -> files.list(request, out));
    }

    @Override
    public void walkFile(WalkFileRequest request, StreamObserver<FileInfo> answer) {
        calls.many(answer, out -> files.walk(request, out));
    }

    @Override
    public void globFile(GlobFileRequest request, StreamObserver<FileInfo> answer) {
        calls.many(answer, out -> files.glob(request, out));
    }

    @Override
    public void diffFile(DiffFileRequest request, StreamObserver<DiffFileResponse> answer) {
        calls.many(answer, out -> files.diff(request, out));
    }

    @Override
    public void activateAuth(ActivateAuthRequest request, StreamObserver<ActivateAuthResponse> answer) {
        done(answer, ActivateAuthResponse.getDefaultInstance(), () -> {});
    }
}
