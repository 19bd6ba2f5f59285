package caravan.sandbox.pachyderm;

import caravan.proto.pfs.Commit;
import caravan.proto.pfs.Repo;
import caravan.sandbox.pachyderm.metadata.BranchRow;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the commit that a request means: by id, by branch, and by what stands behind either ({@code ^}, {@code ^2}, {@code .1}). */
final class CommitFinder {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}4[0-9a-f]{19}");
    private static final Pattern ADDRESS =
            Pattern.compile("(?<base>[^\\^~.]*)(?<back>(?:[\\^~]\\d*)*)(?:\\.(?<forth>\\d+))?");
    private static final Pattern BRANCH = Pattern.compile("[^\\^~.]+");
    private static final Pattern STEP = Pattern.compile("[\\^~](\\d*)");

    private final Metadata metadata;

    CommitFinder(Metadata metadata) {
        this.metadata = metadata;
    }

    /** The repo that the request names, which need not exist. */
    RepoName repo(Commit address) {
        Repo repo = address.hasRepo()
                ? address.getRepo()
                : address.getBranch().hasRepo() ? address.getBranch().getRepo() : null;
        if (repo == null) {
            throw Refusals.unknown("pick commit tx: cannot pick commit with no repo");
        }
        RepoName name = Wire.name(repo);
        return name.type().isEmpty() ? new RepoName(name.project(), name.name(), RepoName.USER) : name;
    }

    /** The branch that the request names without anything behind it, if that is how it names its commit. */
    Optional<String> branch(Commit address) {
        String text = text(address);
        return isId(text) || text.isEmpty() || !BRANCH.matcher(text).matches() ? Optional.empty() : Optional.of(text);
    }

    /** Whether a text is an id of a commit rather than a branch's name. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The commit.
     *
     * @throws StatusRuntimeException in Pachyderm's words where there is none
     */
    CommitRow find(Commit address) {
        try {
            return metadata.read(() -> pick(address));
        } catch (StatusRuntimeException e) {
            throw e.getStatus().getCode() == io.grpc.Status.Code.ABORTED ? e : Refusals.during("pick commit tx", e);
        }
    }

    private CommitRow pick(Commit address) {
        RepoName repo = repo(address);
        String text = text(address);
        if (text.isEmpty()) {
            throw Refusals.unknown("cannot pick commit with no ID or branch");
        }
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw Refusals.unknown("invalid commit \"" + text + "\"");
        }
        String base = parts.group("base");
        CommitRow start = isId(base) ? byId(repo, base) : head(repo, base, address);
        CommitRow found = back(start, steps(parts.group("back")));
        return parts.group("forth") == null ? found : forth(found, Integer.parseInt(parts.group("forth")));
    }

    private static String text(Commit address) {
        String id = address.getId();
        String branch = address.getBranch().getName();
        boolean relative = id.isEmpty() || ".^~".indexOf(id.charAt(0)) >= 0;
        return relative && !branch.isEmpty() ? branch + id : id;
    }

    private CommitRow byId(RepoName repo, String id) {
        return metadata.commit(repo, id)
                .orElseThrow(() -> Refusals.notFound(
                        "commit " + repo + "@" + id + " not found\n" + missing(repo, "commit " + repo + "@" + id)));
    }

    private CommitRow head(RepoName repo, String branch, Commit address) {
        Optional<BranchRow> row = metadata.branch(repo, branch);
        if (row.isEmpty() && metadata.repo(repo).isPresent() && !address.hasBranch()) {
            throw Refusals.panic();
        }
        return row.flatMap(r -> metadata.commit(repo, r.head()))
                .orElseThrow(() -> Refusals.notFound("commit " + repo + "@ not found\n"
                        + (metadata.repo(repo).isPresent()
                                ? "branch \"" + branch + "\" not found in repo " + repo
                                : missing(repo, ""))));
    }

    private String missing(RepoName repo, String what) {
        return (metadata.repo(repo).isPresent() ? what : "repo " + repo) + " not found";
    }

    private static long steps(String back) {
        long steps = 0;
        Matcher step = STEP.matcher(back);
        while (step.find()) {
            steps += step.group(1).isEmpty() ? 1 : Long.parseLong(step.group(1));
        }
        return steps;
    }

    private CommitRow back(CommitRow start, long steps) {
        CommitRow here = start;
        for (long i = 0; i < steps; i++) {
            here = parent(here).orElseThrow(() -> outside(start));
        }
        return here;
    }

    private CommitRow forth(CommitRow head, int number) {
        long length = 1;
        for (Optional<CommitRow> row = parent(head); row.isPresent(); row = parent(row.get())) {
            length++;
        }
        if (number < 1 || number > length) {
            throw outside(head);
        }
        return back(head, length - number);
    }

    private Optional<CommitRow> parent(CommitRow row) {
        return Optional.ofNullable(row.parent()).flatMap(id -> metadata.commit(row.repo(), id));
    }

    private static StatusRuntimeException outside(CommitRow start) {
        return Refusals.unknown("picking commit: invalid offset for ancestor of commit: " + start);
    }
}
