package caravan.pachyderm;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import caravan.loop.port.CommitFeed;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.SystemException;
import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.BranchInfo;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.proto.pfs.DiffFileRequest;
import caravan.proto.pfs.DiffFileResponse;
import caravan.proto.pfs.FileInfo;
import caravan.proto.pfs.FileType;
import caravan.proto.pfs.GetFileRequest;
import caravan.proto.pfs.InspectBranchRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.InspectFileRequest;
import caravan.proto.pfs.ListCommitRequest;
import caravan.proto.pfs.ModifyFileRequest;
import caravan.proto.pfs.SubscribeCommitRequest;
import caravan.proto.pfs.WalkFileRequest;
import caravan.proto.version.Version;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pachyderm 2.9 to 2.12 over gRPC. Safe for use by many threads. */
public final class PachydermClient implements DataPort, CommitFeed, AutoCloseable {
    private static final long CALL_SECONDS = 30;
    private static final long STREAM_SECONDS = 3600;

    private final PachydermChannel channel;
    private final APIGrpc.APIBlockingStub blocking;
    private final APIGrpc.APIStub streaming;

    /** Connects lazily, with the first call. */
    public PachydermClient(PachydermSettings settings) {
        this.channel = new PachydermChannel(settings);
        this.blocking = APIGrpc.newBlockingStub(channel.channel());
        this.streaming = APIGrpc.newStub(channel.channel());
    }

    @Override
    public Optional<String> headId(Branch branch) {
        Optional<BranchInfo> info =
                present("look at branch " + branch, () -> unary().inspectBranch(InspectBranchRequest.newBuilder()
                        .setBranch(Wire.branch(branch))
                        .build()));
        return info.map(i -> i.getHead().getId()).filter(id -> !id.isEmpty());
    }

    @Override
    public Optional<Commit> head(Branch branch) {
        return headId(branch).flatMap(id -> commit(branch.repo(), id));
    }

    @Override
    public Optional<Commit> commit(Repo repo, String id) {
        return present("look at commit " + repo + "@" + id, () -> unary().inspectCommit(
                                InspectCommitRequest.newBuilder()
                                        .setCommit(Wire.commit(repo, id))
                                        .build()))
                .map(info -> Wire.commit(repo, info));
    }

    @Override
    public Optional<Commit> awaitFinished(Repo repo, String id, Duration atMost) {
        String doing = "wait for commit " + repo + "@" + id;
        try {
            CommitInfo info = blocking.withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .inspectCommit(InspectCommitRequest.newBuilder()
                            .setCommit(Wire.commit(repo, id))
                            .setWait(CommitState.FINISHED)
                            .build());
            return Optional.of(Wire.commit(repo, info));
        } catch (StatusRuntimeException e) {
            boolean deleted = String.valueOf(e.getStatus().getDescription()).contains("was deleted");
            if (deleted || PachydermErrors.notFound(e.getStatus())) {
                return Optional.empty();
            }
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                return commit(repo, id);
            }
            throw PachydermErrors.of(doing, e);
        } catch (RuntimeException e) {
            throw PachydermErrors.of(doing, e);
        }
    }

    @Override
    public Entries<Commit> commits(Repo repo, String to, Optional<String> from) {
        ListCommitRequest.Builder request =
                ListCommitRequest.newBuilder().setRepo(Wire.repo(repo)).setTo(Wire.commit(repo, to));
        from.ifPresent(f -> request.setFrom(Wire.commit(repo, f)));
        return new CallStream<CommitInfo, Commit>(
                "list the commits of " + repo + " up to " + to,
                false,
                () -> stream().listCommit(request.build()),
                info -> Wire.commit(repo, info));
    }

    @Override
    public Entries<FileChange> diff(Repo repo, String now, Optional<String> before) {
        if (before.isEmpty()) {
            return new CallStream<FileInfo, FileChange>(
                    "list the files of " + repo + "@" + now,
                    true,
                    () -> stream()
                            .walkFile(WalkFileRequest.newBuilder()
                                    .setFile(Wire.file(repo, now, "/"))
                                    .build()),
                    info -> info.getFileType() == FileType.FILE
                            ? new FileChange(Optional.of(Wire.entry(info)), Optional.empty())
                            : null);
        }
        DiffFileRequest request = DiffFileRequest.newBuilder()
                .setNewFile(Wire.file(repo, now, "/"))
                .setOldFile(Wire.file(repo, before.get(), "/"))
                .build();
        return new CallStream<DiffFileResponse, FileChange>(
                "compare " + repo + "@" + now + " with " + before.get(),
                false,
                () -> stream().diffFile(request),
                PachydermClient::change);
    }

    private static FileChange change(DiffFileResponse response) {
        Optional<FileEntry> now = file(response.hasNewFile(), response.getNewFile());
        Optional<FileEntry> before = file(response.hasOldFile(), response.getOldFile());
        return now.isEmpty() && before.isEmpty() ? null : new FileChange(now, before);
    }

    private static Optional<FileEntry> file(boolean present, FileInfo info) {
        return present && info.getFileType() == FileType.FILE ? Optional.of(Wire.entry(info)) : Optional.empty();
    }

    @Override
    public Entries<FileEntry> walk(Repo repo, String commit, String directory) {
        return new CallStream<FileInfo, FileEntry>(
                "list " + directory + " of " + repo + "@" + commit,
                true,
                () -> stream()
                        .walkFile(WalkFileRequest.newBuilder()
                                .setFile(Wire.file(repo, commit, directory))
                                .build()),
                info -> info.getFileType() == FileType.FILE ? Wire.entry(info) : null);
    }

    @Override
    public Optional<FileEntry> file(Repo repo, String commit, String path) {
        return present("look at " + path + " of " + repo + "@" + commit, () -> unary().inspectFile(
                                InspectFileRequest.newBuilder()
                                        .setFile(Wire.file(repo, commit, path))
                                        .build()))
                .filter(info -> info.getFileType() == FileType.FILE)
                .map(Wire::entry);
    }

    @Override
    public InputStream read(Repo repo, String commit, String path) {
        CallStream<BytesValue, com.google.protobuf.ByteString> chunks = new CallStream<>(
                "read " + path + " of " + repo + "@" + commit,
                false,
                () -> stream()
                        .getFile(GetFileRequest.newBuilder()
                                .setFile(Wire.file(repo, commit, path))
                                .build()),
                BytesValue::getValue);
        return new ContentStream(chunks.begin());
    }

    @Override
    public void edit(Branch branch, List<FileEdit> edits) {
        String doing = "write to " + branch;
        Upload upload = new Upload();
        streaming.withDeadlineAfter(STREAM_SECONDS, TimeUnit.SECONDS).modifyFile(upload);
        try {
            upload.send(ModifyFileRequest.newBuilder()
                    .setSetCommit(Wire.head(branch))
                    .build());
            for (FileEdit edit : edits) {
                upload.send(edit);
            }
            upload.finish(STREAM_SECONDS);
        } catch (InterruptedException e) {
            upload.cancel(e);
            Thread.currentThread().interrupt();
            throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, doing + ": interrupted", e);
        } catch (IOException | TimeoutException e) {
            upload.cancel(e);
            throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, doing + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            upload.cancel(e);
            throw PachydermErrors.of(doing, e);
        }
    }

    @Override
    public Subscription subscribe(Repo repo, Consumer<String> started, Consumer<SystemException> ended) {
        Feed feed = new Feed(repo, started, ended);
        streaming.subscribeCommit(
                SubscribeCommitRequest.newBuilder()
                        .setRepo(Wire.repo(repo))
                        .setState(CommitState.STARTED)
                        .build(),
                feed);
        return feed;
    }

    /** The server's version, which needs no credentials: whether it answers at all. */
    public String version() {
        try {
            Version version = caravan.proto.version.APIGrpc.newBlockingStub(channel.channel())
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .getVersion(Empty.getDefaultInstance());
            return version.getMajor() + "." + version.getMinor() + "." + version.getMicro() + version.getAdditional();
        } catch (RuntimeException e) {
            throw PachydermErrors.of("ask for the version", e);
        }
    }

    private APIGrpc.APIBlockingStub unary() {
        return blocking.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private APIGrpc.APIBlockingStub stream() {
        return blocking.withDeadlineAfter(STREAM_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> Optional<T> present(String doing, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException e) {
            if (PachydermErrors.notFound(e.getStatus())) {
                return Optional.empty();
            }
            throw PachydermErrors.of(doing, e);
        } catch (RuntimeException e) {
            throw PachydermErrors.of(doing, e);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
