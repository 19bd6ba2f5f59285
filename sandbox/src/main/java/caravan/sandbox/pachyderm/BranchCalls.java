package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.Branch;
import caravan.proto.pfs.BranchInfo;
import caravan.proto.pfs.CreateBranchRequest;
import caravan.proto.pfs.DeleteBranchRequest;
import caravan.proto.pfs.InspectBranchRequest;
import caravan.proto.pfs.ListBranchRequest;
import caravan.sandbox.pachyderm.metadata.BranchRow;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Branches. */
final class BranchCalls {
    private final Metadata metadata;
    private final Access access;
    private final CommitFinder finder;
    private final Commits commits;

    BranchCalls(Metadata metadata, Access access, CommitFinder finder, Commits commits) {
        this.metadata = metadata;
        this.access = access;
        this.finder = finder;
        this.commits = commits;
    }

    void create(CreateBranchRequest request) {
        if (!request.hasBranch()) {
            throw Refusals.unknown("branch cannot be nil");
        }
        if (request.getProvenanceCount() > 0 || request.hasTrigger()) {
            throw Refusals.unimplemented("CreateBranch with provenance or trigger");
        }
        RepoName repo = RepoCalls.name(request.getBranch().getRepo());
        String name = request.getBranch().getName();
        ProjectCalls.checkName(name);
        if (CommitFinder.isId(name)) {
            throw Refusals.unknown("branch name cannot be a UUID V4");
        }
        access.require(repo, Permission.REPO_CREATE_BRANCH);
        Refusals.whereMissing(repo, metadata);
        Optional<CommitRow> head = request.hasHead() ? Optional.of(finder.find(request.getHead())) : Optional.empty();
        head.filter(commit -> !commit.repo().equals(repo)).ifPresent(commit -> {
            throw Refusals.unknown("branch and head commit must belong to the same repo");
        });
        String caller = Caller.present().principal();
        metadata.write(tx -> {
            if (head.isPresent()) {
                commits.moveHead(tx, repo, name, head.get().id(), caller);
            } else if (metadata.branch(repo, name).isEmpty()) {
                commits.moveHead(
                        tx, repo, name, commits.empty(tx, repo, name, caller).id(), caller);
            }
            return name;
        });
    }

    BranchInfo inspect(InspectBranchRequest request) {
        if (!request.hasBranch()) {
            throw Refusals.unknown("branch cannot be nil");
        }
        RepoName repo = RepoCalls.name(request.getBranch().getRepo());
        String name = request.getBranch().getName();
        return Wire.branch(metadata.branch(repo, name)
                .orElseThrow(() -> Refusals.notFound("inspect branch in transaction: branch (id=0, branch=" + repo + "@"
                        + name + ") not found\n"
                        + (metadata.repo(repo).isPresent()
                                ? "branch \"" + name + "\" not found in repo " + repo
                                : "repo " + repo + " not found"))));
    }

    void list(ListBranchRequest request, Outflow<BranchInfo> out) throws InterruptedException {
        List<BranchRow> rows;
        if (request.hasRepo()) {
            RepoName repo = RepoCalls.name(request.getRepo());
            Refusals.whereMissing(repo, metadata);
            access.require(repo, Permission.REPO_LIST_BRANCH);
            rows = new ArrayList<>(metadata.branches(repo));
        } else {
            access.require(new ResourceName("REPO", Wire.DEFAULT_PROJECT + "/"), Permission.REPO_LIST_BRANCH);
            rows = new ArrayList<>(metadata.branches());
        }
        if (!request.getReverse()) {
            Collections.reverse(rows);
        }
        for (BranchRow row : rows) {
            out.send(Wire.branch(row));
        }
    }

    void delete(DeleteBranchRequest request) {
        if (!request.hasBranch()) {
            throw Refusals.invalid("validate request: invalid DeleteBranchRequest.Branch: value is required");
        }
        Branch branch = request.getBranch();
        RepoName repo = RepoCalls.name(branch.getRepo());
        access.require(repo, Permission.REPO_DELETE_BRANCH);
        metadata.write(tx -> {
            tx.drop(metadata.branch(repo, branch.getName())
                    .orElseThrow(() -> Refusals.notFound("get branch \"" + repo.project() + "/" + repo.name() + "."
                            + repo.type() + "@" + branch.getName() + "\": branch (id=0, branch=" + repo + "@"
                            + branch.getName() + ") not found")));
            return repo;
        });
    }
}
