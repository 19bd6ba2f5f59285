package caravan.pachyderm;

import caravan.loop.port.Entries;
import io.grpc.Context;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * A server's stream, read one message at a time, so that the server is never ahead by more than the transport's window.
 * Messages that map to null are passed over; a stream that ends with NOT_FOUND is empty where that is asked for.
 */
final class CallStream<M, T> implements Entries<T> {
    private final String doing;
    private final boolean absentIsEmpty;
    private final Context.CancellableContext context = Context.current().withCancellation();
    private final Function<M, T> map;
    private Iterator<M> messages;
    private T next;

    CallStream(String doing, boolean absentIsEmpty, Callable<Iterator<M>> call, Function<M, T> map) {
        this.doing = doing;
        this.absentIsEmpty = absentIsEmpty;
        this.map = map;
        try {
            this.messages = context.call(call);
        } catch (RuntimeException e) {
            throw PachydermErrors.of(doing, e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the first message, so that a refusal is seen now. */
    CallStream<M, T> begin() {
        boolean ignored = hasNext();
        return this;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && messages.hasNext()) {
                next = map.apply(messages.next());
            }
            return next != null;
        } catch (io.grpc.StatusRuntimeException e) {
            if (absentIsEmpty && PachydermErrors.notFound(e.getStatus())) {
                return false;
            }
            throw PachydermErrors.of(doing, e);
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException(doing);
        }
        T value = next;
        next = null;
        return value;
    }

    @Override
    public void close() {
        context.cancel(null);
    }
}
