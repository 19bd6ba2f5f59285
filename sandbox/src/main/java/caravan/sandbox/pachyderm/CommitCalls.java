package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.ClearCommitRequest;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.proto.pfs.FinishCommitRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.StartCommitRequest;
import caravan.proto.pfs.SubscribeCommitRequest;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Commits one by one. */
final class CommitCalls {
    private final Metadata metadata;
    private final Access access;
    private final CommitFinder finder;
    private final Commits commits;
    private final CommitInfos infos;
    private final Executor workers;

    CommitCalls(
            Metadata metadata,
            Access access,
            CommitFinder finder,
            Commits commits,
            CommitInfos infos,
            Executor workers) {
        this.metadata = metadata;
        this.access = access;
        this.finder = finder;
        this.commits = commits;
        this.infos = infos;
        this.workers = workers;
    }

    Commit start(StartCommitRequest request) {
        try {
            if (!request.hasBranch() || request.getBranch().getName().isEmpty()) {
                throw Refusals.unknown("branch must be specified");
            }
            RepoName repo = RepoCalls.name(request.getBranch().getRepo());
            ProjectCalls.checkName(request.getBranch().getName());
            access.require(repo, Permission.REPO_WRITE);
            CommitRow commit = commits.start(
                    repo,
                    request.getBranch().getName(),
                    request.hasParent() ? Optional.of(finder.find(request.getParent())) : Optional.empty(),
                    request.getDescription(),
                    Caller.present().principal());
            return Wire.commit(repo, commit.id());
        } catch (StatusRuntimeException e) {
            throw Refusals.during("start commit in transaction", e);
        }
    }

    void finish(FinishCommitRequest request) throws IOException {
        if (!request.hasCommit()) {
            throw Refusals.unknown("check new file commit: commit cannot be nil");
        }
        access.require(finder.repo(request.getCommit()), Permission.REPO_WRITE);
        commits.finish(finder.find(request.getCommit()), request.getDescription(), request.getError());
    }

    void clear(ClearCommitRequest request) {
        if (!request.hasCommit()) {
            throw Refusals.unknown("commit cannot be nil");
        }
        access.require(finder.repo(request.getCommit()), Permission.REPO_WRITE);
        commits.clear(finder.find(request.getCommit()));
    }

    void inspect(InspectCommitRequest request, ServerCallStreamObserver<CommitInfo> answer) {
        if (!request.hasCommit()) {
            throw Refusals.unknown("commit cannot be nil");
        }
        access.require(finder.repo(request.getCommit()), Permission.REPO_INSPECT_COMMIT);
        CommitRow commit = finder.find(request.getCommit());
        new CommitWait(metadata, infos, workers, commit, request.getWait(), answer).begin();
    }

    void subscribe(SubscribeCommitRequest request, ServerCallStreamObserver<CommitInfo> answer) {
        RepoName repo = RepoCalls.name(request.getRepo());
        if (metadata.repo(repo).isEmpty()) {
            throw Refusals.notFound("get repo ID: repo (id=0, project=" + repo.project() + ", name=" + repo.name()
                    + ", type=" + repo.type() + ") not found");
        }
        if (request.hasFrom()) {
            Commit from = request.getFrom();
            if (!from.hasRepo() && !from.getBranch().hasRepo()) {
                throw Refusals.unknown("commit must have a repo");
            }
            if (!finder.repo(from).equals(repo)) {
                throw Refusals.unknown("the `from` commit needs to be from repo " + repo);
            }
        }
        Caller caller = Caller.present();
        Predicate<CommitRow> wanted = Origins.wanted(request.getAll(), request.getOriginKind())
                .and(row -> !row.id().equals(request.getFrom().getId()));
        CommitState state = request.getState();
        new Subscription(
                        metadata,
                        infos,
                        workers,
                        new Subscription.Criteria(
                                repo,
                                state,
                                request.getBranch().isEmpty()
                                        ? wanted
                                        : row -> bornOn(row, request.getBranch()) && wanted.test(row),
                                row -> access.require(caller, ResourceName.repo(repo), Permission.REPO_INSPECT_COMMIT)),
                        answer)
                .begin();
    }

    private boolean bornOn(CommitRow row, String branch) {
        if (metadata.branch(row.repo(), row.branch()).isEmpty()) {
            throw Refusals.panic();
        }
        return row.branch().equals(branch);
    }
}
