package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.AuthInfo;
import caravan.proto.pfs.CreateRepoRequest;
import caravan.proto.pfs.DeleteRepoRequest;
import caravan.proto.pfs.DeleteRepoResponse;
import caravan.proto.pfs.InspectRepoRequest;
import caravan.proto.pfs.ListRepoRequest;
import caravan.proto.pfs.Repo;
import caravan.proto.pfs.RepoInfo;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import caravan.sandbox.pachyderm.metadata.RepoRow;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repos. */
final class RepoCalls {
    private final Metadata metadata;
    private final Access access;

    RepoCalls(Metadata metadata, Access access) {
        this.metadata = metadata;
        this.access = access;
    }

    /** The name of a repo that a call is about. */
    static RepoName name(Repo repo) {
        RepoName name = Wire.name(repo);
        if (name.type().isEmpty()) {
            throw Refusals.unknown(
                    "scanning repo row: ERROR: invalid input value for enum pfs.repo_type: \"\"" + " (SQLSTATE 22P02)");
        }
        return name;
    }

    void create(CreateRepoRequest request) {
        if (!request.hasRepo()) {
            throw Refusals.unknown("repo cannot be nil");
        }
        Repo repo = request.getRepo();
        RepoName name = name(
                repo.getType().isEmpty()
                        ? repo.toBuilder().setType(RepoName.USER).build()
                        : repo);
        ProjectCalls.checkName(name.name());
        if (metadata.project(name.project()).isEmpty()) {
            throw Refusals.notFound("project \"" + name.project() + "\" not found");
        }
        Caller caller = Caller.present();
        boolean there = metadata.repo(name).isPresent();
        if (there && request.getUpdate()) {
            access.require(name, Permission.REPO_WRITE);
        } else if (!there) {
            access.require(ResourceName.project(name.project()), Permission.PROJECT_CREATE_REPO);
        }
        metadata.write(tx -> {
            RepoRow known = metadata.repo(name).orElse(null);
            if (known != null && !request.getUpdate()) {
                throw Refusals.exists("repo " + name + " already exists");
            }
            tx.put(new RepoRow(name, request.getDescription(), known == null ? tx.now() : known.created()));
            if (known == null) {
                tx.put(Bindings.of(ResourceName.repo(name), Map.of(caller.principal(), Role.repoOwner)));
            }
            return name;
        });
    }

    RepoInfo inspect(InspectRepoRequest request) {
        if (!request.hasRepo()) {
            throw Refusals.unknown("repo cannot be nil");
        }
        RepoName name = name(request.getRepo());
        RepoRow row = metadata.repo(name).orElseThrow(() -> Refusals.noRepo(name));
        long size = master(name)
                .filter(head -> head.finished() != null)
                .map(CommitRow::size)
                .orElse(0L);
        return info(row)
                .setDetails(RepoInfo.Details.newBuilder().setSizeBytes(size))
                .build();
    }

    void list(ListRepoRequest request, Outflow<RepoInfo> out) throws InterruptedException {
        List<String> projects =
                request.getProjectsList().stream().map(p -> p.getName()).toList();
        List<RepoRow> rows = metadata.repos().stream()
                .filter(row -> request.getType().isEmpty() || row.name().type().equals(request.getType()))
                .filter(row ->
                        projects.isEmpty() || projects.contains(row.name().project()))
                .toList();
        int from = 0;
        int to = rows.size();
        if (request.getPage().getPageSize() > 0) {
            long first = request.getPage().getPageIndex() * request.getPage().getPageSize();
            from = (int) Math.min(first, rows.size());
            to = (int) Math.min(first + request.getPage().getPageSize(), rows.size());
        }
        for (RepoRow row : rows.subList(from, to)) {
            out.send(info(row)
                    .setSizeBytesUpperBound(
                            master(row.name()).map(CommitRow::size).orElse(0L))
                    .build());
        }
    }

    DeleteRepoResponse delete(DeleteRepoRequest request) {
        if (!request.hasRepo()) {
            throw Refusals.invalid("no repo specified");
        }
        RepoName name = name(request.getRepo());
        boolean delete =
                metadata.repo(name).isPresent() && access.allowed(ResourceName.repo(name), Permission.REPO_DELETE);
        if (delete) {
            metadata.write(tx -> {
                metadata.commits(name).forEach(tx::drop);
                metadata.branches(name).forEach(tx::drop);
                metadata.binding(ResourceName.repo(name)).ifPresent(tx::drop);
                metadata.repo(name).ifPresent(tx::drop);
                return name;
            });
        }
        return DeleteRepoResponse.newBuilder().setDeleted(delete).build();
    }

    private Optional<CommitRow> master(RepoName repo) {
        return metadata.branch(repo, "master").flatMap(branch -> metadata.commit(repo, branch.head()));
    }

    private RepoInfo.Builder info(RepoRow row) {
        AuthInfo.Builder auth = AuthInfo.newBuilder();
        access.roles(ResourceName.repo(row.name()), Caller.present().principal())
                .forEach(role -> auth.addRoles(role.name()).addAllPermissions(role.permissions()));
        RepoInfo.Builder info = RepoInfo.newBuilder()
                .setRepo(Wire.repo(row.name()))
                .setCreated(Wire.time(row.created()))
                .setDescription(row.description())
                .setAuthInfo(auth);
        metadata.branches(row.name()).forEach(branch -> info.addBranches(Wire.branch(branch.repo(), branch.name())));
        return info;
    }
}
