package caravan.sandbox.pachyderm;

import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.sandbox.pachyderm.metadata.CommitListener;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A stream of a repo's commits: all that there are in the order of their creation, then new ones. Each is sent once, when it reaches
 * the state; those behind it wait. It holds no thread while nothing happens.
 */
final class Subscription implements CommitListener {
    /** So many notices may wait behind a commit that does not reach the state. */
    private static final int NOTICES = 1000;

    private final Metadata metadata;
    private final CommitInfos infos;
    private final Executor workers;
    private final Criteria criteria;
    private final ServerCallStreamObserver<CommitInfo> answer;
    private final ConcurrentLinkedQueue<Runnable> news = new ConcurrentLinkedQueue<>();
    private final Deque<CommitRow> waiting = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private int behind;
    private boolean ended;

    /**
     * What the client wants.
     *
     * @param wanted whether a commit is to be sent at all; may throw what ends the stream
     * @param permitted throws where the caller may not see commits any more
     */
    record Criteria(
            caravan.sandbox.pachyderm.metadata.RepoName repo,
            CommitState state,
            Predicate<CommitRow> wanted,
            Consumer<CommitRow> permitted) {}

    Subscription(
            Metadata metadata,
            CommitInfos infos,
            Executor workers,
            Criteria criteria,
            ServerCallStreamObserver<CommitInfo> answer) {
        this.metadata = metadata;
        this.infos = infos;
        this.workers = workers;
        this.criteria = criteria;
        this.answer = answer;
    }

    /** To be called on the call's own thread. */
    void begin() {
        answer.setOnReadyHandler(this::wake);
        answer.setOnCancelHandler(this::forget);
        metadata.listen(this, () -> {
            metadata.commits(criteria.repo()).forEach(commit -> news.add(() -> seen(commit)));
            return null;
        });
        wake();
    }

    private void forget() {
        metadata.forget(this);
    }

    @Override
    public void changed(CommitRow commit) {
        tell(commit, () -> seen(commit));
    }

    private void seen(CommitRow commit) {
        if (known.add(commit.id())) {
            waiting.add(commit);
        } else if (!waiting.isEmpty()) {
            behind++;
        }
    }

    @Override
    public void dropped(CommitRow commit) {
        tell(commit, () -> {
            if (commit.finished() != null) {
                fail(Refusals.notFound(
                        "get commit info from row: commit (int_id=" + commit.number() + ", commit_id=) not found"));
            } else if (!waiting.isEmpty() && waiting.peek().id().equals(commit.id())) {
                fail(Refusals.unknown("inspect finishing or finished commit: commit " + commit + " was deleted"));
            } else {
                waiting.removeIf(row -> row.id().equals(commit.id()));
            }
        });
    }

    private void tell(CommitRow commit, Runnable event) {
        if (commit.repo().equals(criteria.repo())) {
            news.add(event);
            wake();
        }
    }

    private void wake() {
        workers.execute(this::drain);
    }

    private synchronized void drain() {
        try {
            for (Runnable event = news.poll(); event != null && !ended; event = news.poll()) {
                event.run();
            }
            boolean more = true;
            while (more && !ended && !answer.isCancelled() && answer.isReady()) {
                more = next();
            }
        } catch (StatusRuntimeException e) {
            fail(e);
        }
    }

    private boolean next() {
        CommitRow first = waiting.peek();
        if (first == null) {
            return false;
        }
        Optional<CommitRow> now = metadata.commit(first.repo(), first.id());
        if (now.isEmpty()) {
            return false;
        }
        if (criteria.wanted().test(now.get())) {
            if (!CommitWait.reached(now.get(), criteria.state())) {
                return false;
            }
            criteria.permitted().accept(now.get());
            answer.onNext(infos.of(now.get()));
        }
        waiting.poll();
        if (behind > NOTICES) {
            throw Refusals.unknown("failed to send event, watcher " + criteria.repo() + " is blocked");
        }
        behind = waiting.isEmpty() ? 0 : behind;
        return true;
    }

    private void fail(StatusRuntimeException error) {
        if (!ended) {
            ended = true;
            forget();
            if (!answer.isCancelled()) {
                answer.onError(error);
            }
        }
    }
}
