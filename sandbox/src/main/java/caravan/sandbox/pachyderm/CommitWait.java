package caravan.sandbox.pachyderm;

import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.sandbox.pachyderm.metadata.CommitListener;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that is answered when its commit reaches a state. It holds no thread meanwhile. */
final class CommitWait implements CommitListener {
    private final Metadata metadata;
    private final CommitInfos infos;
    private final Executor workers;
    private final CommitRow commit;
    private final CommitState state;
    private final ServerCallStreamObserver<CommitInfo> answer;
    private final AtomicBoolean done = new AtomicBoolean();

    CommitWait(
            Metadata metadata,
            CommitInfos infos,
            Executor workers,
            CommitRow commit,
            CommitState state,
            ServerCallStreamObserver<CommitInfo> answer) {
        this.metadata = metadata;
        this.infos = infos;
        this.workers = workers;
        this.commit = commit;
        this.state = state;
        this.answer = answer;
    }

    /** Answers now or later. */
    void begin() {
        answer.setOnCancelHandler(() -> metadata.forget(this));
        Optional<CommitRow> now = metadata.listen(this, () -> metadata.commit(commit.repo(), commit.id()));
        now.ifPresentOrElse(this::changed, () -> dropped(commit));
    }

    /** Whether a commit has come as far as a waiting client wants. */
    static boolean reached(CommitRow row, CommitState state) {
        return switch (state) {
            case FINISHING -> row.finishing() != null;
            case FINISHED -> row.finished() != null;
            default -> true;
        };
    }

    @Override
    public void changed(CommitRow row) {
        if (row.key().equals(commit.key()) && reached(row, state)) {
            end(() -> {
                answer.onNext(infos.of(row));
                answer.onCompleted();
            });
        }
    }

    @Override
    public void dropped(CommitRow row) {
        if (row.key().equals(commit.key())) {
            end(() -> answer.onError(
                    Refusals.unknown("inspect finishing or finished commit: commit " + commit + " was deleted")));
        }
    }

    private void end(Runnable last) {
        if (done.compareAndSet(false, true)) {
            metadata.forget(this);
            workers.execute(last);
        }
    }
}
