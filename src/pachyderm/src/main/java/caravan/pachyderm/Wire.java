package caravan.pachyderm;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.File;
import caravan.proto.pfs.FileInfo;
import caravan.proto.pfs.OriginKind;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The loop's values as Pachyderm's messages and back. The branch's repo is always set: without it, servers panic. */
final class Wire {
    private Wire() {}

    static caravan.proto.pfs.Repo repo(Repo repo) {
        return caravan.proto.pfs.Repo.newBuilder()
                .setName(repo.name())
                .setType("user")
                .setProject(caravan.proto.pfs.Project.newBuilder().setName(repo.project()))
                .build();
    }

    static caravan.proto.pfs.Branch branch(Branch branch) {
        return caravan.proto.pfs.Branch.newBuilder()
                .setRepo(repo(branch.repo()))
                .setName(branch.name())
                .build();
    }

    static caravan.proto.pfs.Commit commit(Repo repo, String id) {
        return caravan.proto.pfs.Commit.newBuilder()
                .setRepo(repo(repo))
                .setId(id)
                .setBranch(caravan.proto.pfs.Branch.newBuilder().setRepo(repo(repo)))
                .build();
    }

    static caravan.proto.pfs.Commit head(Branch branch) {
        return caravan.proto.pfs.Commit.newBuilder()
                .setRepo(repo(branch.repo()))
                .setBranch(branch(branch))
                .build();
    }

    static File file(Repo repo, String commit, String path) {
        return File.newBuilder().setCommit(commit(repo, commit)).setPath(path).build();
    }

    static Commit commit(Repo repo, CommitInfo info) {
        return new Commit(
                repo,
                info.getCommit().getId(),
                info.hasParentCommit() && !info.getParentCommit().getId().isEmpty()
                        ? Optional.of(info.getParentCommit().getId())
                        : Optional.empty(),
                instant(info.getStarted()),
                info.hasFinished() ? Optional.of(instant(info.getFinished())) : Optional.empty(),
                info.getError(),
                info.getOrigin().getKind() == OriginKind.AUTO);
    }

    static FileEntry entry(FileInfo info) {
        return new FileEntry(
                info.getFile().getPath(),
                HexFormat.of().formatHex(info.getHash().toByteArray()),
                info.getSizeBytes());
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
