package caravan.sandbox.pachyderm;

import caravan.proto.pfs.Branch;
import caravan.proto.pfs.BranchInfo;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.File;
import caravan.proto.pfs.FileInfo;
import caravan.proto.pfs.FileType;
import caravan.proto.pfs.Project;
import caravan.proto.pfs.ProjectInfo;
import caravan.proto.pfs.Repo;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import caravan.sandbox.pachyderm.files.Walk.Found;
import caravan.sandbox.pachyderm.metadata.BranchRow;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.ProjectRow;
import caravan.sandbox.pachyderm.metadata.RepoName;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.HexFormat;

/** Rows as messages, and names back. */
final class Wire {
    static final String DEFAULT_PROJECT = "default";

    private Wire() {}

    static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Project project(String name) {
        return Project.newBuilder().setName(name).build();
    }

    static ProjectInfo.Builder project(ProjectRow row) {
        return ProjectInfo.newBuilder()
                .setProject(project(row.name()))
                .setDescription(row.description())
                .setCreatedAt(time(row.created()))
                .setCreatedBy(row.createdBy());
    }

    /** A missing project is the default one. */
    static RepoName name(Repo repo) {
        String project = repo.getProject().getName();
        return new RepoName(project.isEmpty() ? DEFAULT_PROJECT : project, repo.getName(), repo.getType());
    }

    static Repo repo(RepoName name) {
        return Repo.newBuilder()
                .setName(name.name())
                .setType(name.type())
                .setProject(project(name.project()))
                .build();
    }

    static Branch branch(RepoName repo, String name) {
        return Branch.newBuilder().setRepo(repo(repo)).setName(name).build();
    }

    static BranchInfo branch(BranchRow row) {
        return BranchInfo.newBuilder()
                .setBranch(branch(row.repo(), row.name()))
                .setHead(commit(row.repo(), row.head()))
                .setCreatedBy(row.createdBy())
                .setCreatedAt(time(row.created()))
                .setUpdatedAt(time(row.updated()))
                .build();
    }

    /** Without its branch, which Pachyderm leaves out of answers. */
    static Commit commit(RepoName repo, String id) {
        return Commit.newBuilder().setRepo(repo(repo)).setId(id).build();
    }

    static FileInfo file(CommitRow commit, Found found) {
        boolean file = found.entry() instanceof FileEntry;
        FileInfo.Builder info = FileInfo.newBuilder()
                .setFile(File.newBuilder()
                        .setCommit(commit(commit.repo(), commit.id()))
                        .setPath(found.path())
                        .setDatum(file ? "default" : ""))
                .setFileType(file ? FileType.FILE : FileType.DIR)
                .setSizeBytes(found.entry().size())
                .setHash(ByteString.copyFrom(
                        HexFormat.of().parseHex(found.entry().hash())));
        if (commit.finishing() != null) {
            info.setCommitted(time(commit.finishing()));
        }
        return info.build();
    }
}
