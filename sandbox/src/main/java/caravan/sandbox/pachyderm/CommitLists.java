package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitSet;
import caravan.proto.pfs.CommitSetInfo;
import caravan.proto.pfs.InspectCommitSetRequest;
import caravan.proto.pfs.ListCommitRequest;
import caravan.proto.pfs.ListCommitSetRequest;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import io.grpc.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Lists of commits: of a repo, along parents, of a set. */
final class CommitLists {
    private final Metadata metadata;
    private final Access access;
    private final CommitFinder finder;
    private final CommitInfos infos;

    CommitLists(Metadata metadata, Access access, CommitFinder finder, CommitInfos infos) {
        this.metadata = metadata;
        this.access = access;
        this.finder = finder;
        this.infos = infos;
    }

    void list(ListCommitRequest request, Outflow<CommitInfo> out) throws InterruptedException {
        Predicate<CommitRow> wanted = Origins.wanted(request.getAll(), request.getOriginKind());
        long left = request.getNumber() == 0 ? Long.MAX_VALUE : request.getNumber();
        for (CommitRow row : request.hasRepo() ? ofRepo(request) : everywhere(request)) {
            if (left > 0 && wanted.test(row)) {
                out.send(infos.listed(row));
                left--;
            }
        }
    }

    private List<CommitRow> everywhere(ListCommitRequest request) {
        access.require(new RepoName(Wire.DEFAULT_PROJECT, "", RepoName.USER), Permission.REPO_LIST_COMMIT);
        return inOrder(request, metadata.commits());
    }

    private List<CommitRow> ofRepo(ListCommitRequest request) {
        RepoName repo = RepoCalls.name(request.getRepo());
        access.require(repo, Permission.REPO_LIST_COMMIT);
        if (metadata.repo(repo).isEmpty()) {
            throw Refusals.notFound("ensure repo exists: repo " + repo + " not found");
        }
        if (request.hasFrom() && !request.hasTo()) {
            throw Refusals.unknown("cannot use `from` commit without `to` commit");
        }
        return request.hasTo() ? along(request, repo) : inOrder(request, metadata.commits(repo));
    }

    private static List<CommitRow> inOrder(ListCommitRequest request, List<CommitRow> oldestFirst) {
        List<CommitRow> rows = new ArrayList<>(oldestFirst);
        if (request.hasStartedTime()) {
            Instant before = Instant.ofEpochSecond(
                    request.getStartedTime().getSeconds(),
                    request.getStartedTime().getNanos());
            rows.removeIf(row -> request.getReverse()
                    ? row.started().isBefore(before)
                    : row.started().isAfter(before));
        }
        if (!request.getReverse()) {
            Collections.reverse(rows);
        }
        return rows;
    }

    private List<CommitRow> along(ListCommitRequest request, RepoName repo) {
        if (request.getReverse()) {
            throw Refusals.unknown("cannot use 'Reverse' while also using 'From' or 'To'");
        }
        if (!finder.repo(request.getTo()).equals(repo)
                || (request.hasFrom() && !finder.repo(request.getFrom()).equals(repo))) {
            throw Refusals.unknown("`from` and `to` commits need to be from repo " + repo);
        }
        if (request.hasFrom()) {
            finder.find(request.getFrom());
        }
        CommitRow to = finder.find(request.getTo());
        return metadata.read(() -> {
            List<CommitRow> rows = new ArrayList<>();
            CommitRow row = to;
            while (row != null && !row.id().equals(request.getFrom().getId())) {
                rows.add(row);
                row = row.parent() == null
                        ? null
                        : metadata.commit(repo, row.parent()).orElse(null);
            }
            return rows;
        });
    }

    void set(InspectCommitSetRequest request, Outflow<CommitInfo> out) throws InterruptedException {
        String id = request.getCommitSet().getId();
        List<CommitRow> rows = members(id);
        if (rows.isEmpty()) {
            throw Refusals.notFound("no commits found for commitset " + id);
        }
        for (CommitRow row : rows) {
            CommitRow latest = row;
            if (request.getWait()) {
                Context.current().addListener(gone -> metadata.wake(), Runnable::run);
                metadata.awaitFinished(row, Context.current()::isCancelled);
                latest = metadata.commit(row.repo(), row.id())
                        .orElseThrow(() -> Refusals.unknown("commit " + row + " was deleted"));
            }
            out.send(infos.of(latest));
        }
    }

    /** The commits that share this id. */
    List<CommitRow> members(String id) {
        return metadata.commits().stream().filter(row -> row.id().equals(id)).toList();
    }

    void sets(ListCommitSetRequest request, Outflow<CommitSetInfo> out) throws InterruptedException {
        List<CommitRow> rows = new ArrayList<>(metadata.commits());
        Collections.reverse(rows);
        Map<String, List<CommitRow>> sets = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> request.getProject().getName().isEmpty()
                        || row.repo().project().equals(request.getProject().getName()))
                .forEach(row ->
                        sets.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row));
        for (Map.Entry<String, List<CommitRow>> set : sets.entrySet()) {
            CommitSetInfo.Builder info = CommitSetInfo.newBuilder()
                    .setCommitSet(CommitSet.newBuilder().setId(set.getKey()));
            set.getValue().forEach(row -> info.addCommits(infos.of(row)));
            out.send(info.build());
        }
    }
}
