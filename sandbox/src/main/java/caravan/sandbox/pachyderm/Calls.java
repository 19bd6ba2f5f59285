package caravan.sandbox.pachyderm;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls: one message, or a stream that goes as fast as the client reads. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Executor workers;

    Calls(Executor workers) {
        this.workers = workers;
    }

    /** Sends many messages. */
    interface Answering<T> {
        void into(Outflow<T> out) throws Exception;
    }

    /** Answers with one message. */
    static <T> void one(StreamObserver<T> answer, Callable<T> call) {
        T result;
        try {
            result = call.call();
        } catch (Exception e) {
            fail(answer, e);
            return;
        }
        answer.onNext(result);
        answer.onCompleted();
    }

    /** Answers with a stream, from a thread of its own, as the client's reading is told on the call's. */
    <T> void many(StreamObserver<T> answer, Answering<T> call) {
        Outflow<T> out = new Outflow<>((ServerCallStreamObserver<T>) answer);
        Context.currentContextExecutor(workers).execute(() -> {
            try {
                call.into(out);
                answer.onCompleted();
            } catch (Outflow.Gone e) {
                LOG.debug("the client is gone", e);
            } catch (Exception e) {
                fail(answer, e);
            }
        });
    }

    /** Ends the call with what went wrong; a defect of the server is logged and named as such. */
    static void fail(StreamObserver<?> answer, Exception error) {
        if (error instanceof StatusRuntimeException || error instanceof StatusException) {
            answer.onError(error);
        } else if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            answer.onError(
                    Status.UNAVAILABLE.withDescription("the server stops").asRuntimeException());
        } else {
            LOG.error("a call failed", error);
            answer.onError(Status.INTERNAL
                    .withDescription(error.toString())
                    .withCause(error)
                    .asRuntimeException());
        }
    }
}
