package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.AddFile;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.CopyFile;
import caravan.proto.pfs.ModifyFileRequest;
import caravan.sandbox.pachyderm.files.Edits;
import caravan.sandbox.pachyderm.files.FilePath;
import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** One ModifyFile stream. All of it counts when the client has ended it, or nothing. */
final class ModifyCall implements StreamObserver<ModifyFileRequest> {

    /** Where the changes go. */
    private interface Target {
        void apply(Edits edits) throws IOException;
    }

    /** What such calls need. */
    record Tools(
            Metadata metadata,
            FileStore files,
            Access access,
            CommitFinder finder,
            Commits commits,
            FileCalls fileCalls,
            UrlSource urls) {}

    private final Tools tools;
    private final StreamObserver<Empty> answer;
    private final Edits edits;
    private Target target;
    private boolean failed;

    ModifyCall(Tools tools, StreamObserver<Empty> answer) {
        this.tools = tools;
        this.answer = answer;
        this.edits = new Edits(tools.files());
    }

    @Override
    public void onNext(ModifyFileRequest request) {
        if (failed) {
            return;
        }
        try {
            apply(request);
        } catch (IllegalArgumentException e) {
            fail(Refusals.unknown(e.getMessage()));
        } catch (Exception e) {
            fail(e);
        }
    }

    private void apply(ModifyFileRequest request) throws IOException, InterruptedException {
        boolean names = request.getBodyCase() == ModifyFileRequest.BodyCase.SET_COMMIT;
        if (target == null && !names) {
            throw Refusals.unknown("first message must be a commit");
        }
        if (target != null && names) {
            throw Refusals.unknown("cannot set commit");
        }
        switch (request.getBodyCase()) {
            case SET_COMMIT -> target = target(request.getSetCommit());
            case ADD_FILE -> add(request.getAddFile());
            case DELETE_FILE -> edits.delete(FilePath.of(request.getDeleteFile().getPath()));
            case COPY_FILE -> copy(request.getCopyFile());
            case BODY_NOT_SET -> throw Refusals.unknown("unrecognized message type");
        }
    }

    private Target target(Commit address) {
        RepoName repo = tools.finder().repo(address);
        tools.access().require(repo, Permission.REPO_WRITE);
        String caller = Caller.present().principal();
        String branch = tools.finder().branch(address).orElse("");
        if (!branch.isEmpty()) {
            if (tools.metadata().repo(repo).isEmpty()
                    || (!address.hasBranch()
                            && tools.metadata().branch(repo, branch).isEmpty())) {
                tools.finder().find(address);
            }
            ProjectCalls.checkName(branch);
            return all -> tools.commits().write(repo, branch, all, caller);
        }
        CommitRow commit = tools.finder().find(address);
        if (!commit.open()) {
            throw Refusals.finished(commit);
        }
        return all -> tools.commits().write(commit, all);
    }

    private void add(AddFile file) throws IOException, InterruptedException {
        FilePath path = written(file.getPath());
        switch (file.getSourceCase()) {
            case RAW -> edits.add(path, file.getRaw().getValue());
            case SOURCE_NOT_SET -> edits.add(path, ByteString.EMPTY);
            case URL -> tools.urls().add(file.getUrl(), path, edits);
        }
    }

    private void copy(CopyFile copy) throws IOException, InterruptedException {
        FilePath path = written(copy.getDst());
        edits.copy(path, tools.fileCalls().source(copy.getSrc()), copy.getAppend());
    }

    private static FilePath written(String text) {
        FilePath path = FilePath.toWrite(text).asFile();
        if (path.root()) {
            throw new IllegalArgumentException("path (" + text + ") invalid: the root is no file");
        }
        return path;
    }

    private void fail(Exception error) {
        failed = true;
        Calls.fail(answer, error);
    }

    @Override
    public void onError(Throwable gone) {
        failed = true;
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        Calls.one(answer, () -> {
            if (target == null) {
                throw Refusals.unknown("EOF");
            }
            target.apply(edits);
            return Empty.getDefaultInstance();
        });
    }
}
