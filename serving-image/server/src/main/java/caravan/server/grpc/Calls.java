package caravan.server.grpc;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import caravan.server.Service;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs unary calls: quick ones on the transport's thread, the others on the workers. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    static final String SELDON = "seldon-grpc";
    static final String V2 = "v2-grpc";

    private final Service service;

    Calls(Service service) {
        this.service = service;
    }

    /** Makes an answer. */
    interface Work<T> {
        T run() throws RequestException;
    }

    /** Answers at once. */
    <T> void quick(StreamObserver<T> to, Work<T> work) {
        try {
            T answer = work.run();
            to.onNext(answer);
            to.onCompleted();
        } catch (RequestException e) {
            to.onError(status(e).asRuntimeException());
        }
    }

    /** Answers when a worker has done it. */
    <T> void queued(String protocol, String method, StreamObserver<T> to, Work<T> work) {
        long started = System.nanoTime();
        Context context = Context.current();
        try {
            service.lifecycle().enter();
        } catch (RequestException e) {
            refuse(protocol, method, to, e, started);
            return;
        }
        try {
            service.workers().submit(() -> {
                try {
                    if (!context.isCancelled()) {
                        answer(protocol, method, to, work, started);
                    }
                } finally {
                    service.lifecycle().leave();
                }
            });
        } catch (RequestException e) {
            service.lifecycle().leave();
            refuse(protocol, method, to, e, started);
        }
    }

    private <T> void answer(String protocol, String method, StreamObserver<T> to, Work<T> work, long started) {
        T answer;
        try {
            answer = work.run();
        } catch (RequestException e) {
            refuse(protocol, method, to, e, started);
            return;
        } catch (OutOfMemoryError e) {
            LOG.error("a {} call needed more memory than there is", method);
            refuse(
                    protocol,
                    method,
                    to,
                    new RequestException(Kind.TOO_LARGE, "the request needs more memory than there is"),
                    started);
            return;
        } catch (RuntimeException e) {
            LOG.error("a {} call failed", method, e);
            refuse(
                    protocol,
                    method,
                    to,
                    new RequestException(Kind.INTERNAL, "the server failed; its log says why"),
                    started);
            return;
        }
        measure(protocol, method, "OK", started);
        to.onNext(answer);
        to.onCompleted();
    }

    private void refuse(String protocol, String method, StreamObserver<?> to, RequestException e, long started) {
        Status status = status(e);
        measure(protocol, method, status.getCode().name(), started);
        to.onError(status.asRuntimeException());
    }

    private void measure(String protocol, String method, String code, long started) {
        service.metrics().request(protocol, method, code, Duration.ofNanos(System.nanoTime() - started));
    }

    private static Status status(RequestException e) {
        Status status =
                switch (e.kind()) {
                    case BAD_DATA, UNSUPPORTED_TYPE -> Status.INVALID_ARGUMENT;
                    case NOT_FOUND -> Status.NOT_FOUND;
                    case METHOD_NOT_ALLOWED -> Status.UNIMPLEMENTED;
                    case TOO_LARGE, OVERLOADED -> Status.RESOURCE_EXHAUSTED;
                    case ENDING -> Status.UNAVAILABLE;
                    case INTERNAL -> Status.INTERNAL;
                };
        return status.withDescription(e.getMessage());
    }
}
