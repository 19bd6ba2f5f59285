package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.File;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import io.grpc.StatusRuntimeException;

/** Finds the commits that readers of files mean. */
final class Reading {
    private final Metadata metadata;
    private final Access access;
    private final CommitFinder finder;

    Reading(Metadata metadata, Access access, CommitFinder finder) {
        this.metadata = metadata;
        this.access = access;
        this.finder = finder;
    }

    /** The file's commit, for a caller who has all of the permissions, each list of them asked for in its turn. */
    CommitRow commit(boolean given, File file, Permission[]... permissions) throws InterruptedException {
        if (!given) {
            throw Refusals.unknown("file cannot be nil");
        }
        if (!file.hasCommit()) {
            throw Refusals.unknown("commit cannot be nil");
        }
        return commit(file.getCommit(), permissions);
    }

    /** Likewise. A commit that is just being finished is waited for. */
    CommitRow commit(Commit address, Permission[]... permissions) throws InterruptedException {
        RepoName repo = finder.repo(address);
        for (Permission[] together : permissions) {
            access.require(repo, together);
        }
        CommitRow commit = finder.find(address);
        metadata.awaitSettled(commit);
        return metadata.commit(commit.repo(), commit.id())
                .orElseThrow(() -> Refusals.notFound("commit " + commit + " not found"));
    }

    /** Before this commit, if there is one. */
    java.util.Optional<CommitRow> parent(CommitRow commit) {
        return java.util.Optional.ofNullable(commit.parent()).flatMap(id -> metadata.commit(commit.repo(), id));
    }

    StatusRuntimeException missing(File file) {
        return Refusals.notFound("file " + file.getPath() + " not found in repo " + finder.repo(file.getCommit())
                + " at commit " + file.getCommit().getId());
    }

    static Permission[] all(Permission... together) {
        return together;
    }
}
