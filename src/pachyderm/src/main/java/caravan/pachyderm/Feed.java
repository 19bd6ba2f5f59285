package caravan.pachyderm;

import caravan.loop.Repo;
import caravan.loop.port.CommitFeed;
import caravan.loop.port.SystemException;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.SubscribeCommitRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One SubscribeCommit of a whole repo (a branch makes servers panic) in state STARTED (the others let a server's queue run
 * full), read without pause.
 */
final class Feed implements ClientResponseObserver<SubscribeCommitRequest, CommitInfo>, CommitFeed.Subscription {
    private final Repo repo;
    private final Consumer<String> started;
    private final Consumer<SystemException> ended;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private ClientCallStreamObserver<SubscribeCommitRequest> call;

    Feed(Repo repo, Consumer<String> started, Consumer<SystemException> ended) {
        this.repo = repo;
        this.started = started;
        this.ended = ended;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeCommitRequest> stream) {
        call = stream;
    }

    @Override
    public void onNext(CommitInfo info) {
        if (open.get()) {
            started.accept(info.getCommit().getId());
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(
                failure instanceof StatusRuntimeException e
                        ? e
                        : Status.UNKNOWN.withCause(failure).asRuntimeException());
    }

    @Override
    public void onCompleted() {
        end(Status.UNAVAILABLE.withDescription("the server ended the stream").asRuntimeException());
    }

    private void end(StatusRuntimeException why) {
        if (open.compareAndSet(true, false)) {
            ended.accept(PachydermErrors.of("subscribe to the commits of " + repo, why));
        }
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            call.cancel("unsubscribed", null);
        }
    }
}
