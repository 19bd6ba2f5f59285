package caravan.sandbox.kubernetes;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A running watch. Its listener is called in order, one event at a time, on its executor. */
public final class Subscription implements AutoCloseable {
    private final Kind kind;
    private final Selection selection;
    private final Executor executor;
    private final Consumer<WatchEvent> listener;
    private final Consumer<Subscription> onClose;
    private final Queue<WatchEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile boolean closed;

    Subscription(
            Kind kind,
            Selection selection,
            Executor executor,
            Consumer<WatchEvent> listener,
            Consumer<Subscription> onClose) {
        this.kind = kind;
        this.selection = selection;
        this.executor = executor;
        this.listener = listener;
        this.onClose = onClose;
    }

    Kind kind() {
        return kind;
    }

    void offer(Change change) {
        if (change.kind().equals(kind)) {
            change.seenBy(selection).ifPresent(this::offer);
        }
    }

    void offer(WatchEvent event) {
        events.add(event);
        schedule();
    }

    private void schedule() {
        if (!closed && draining.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                close();
            }
        }
    }

    private void drain() {
        try {
            for (WatchEvent event = events.poll(); event != null && !closed; event = events.poll()) {
                listener.accept(event);
            }
        } finally {
            draining.set(false);
            if (!events.isEmpty()) {
                schedule();
            }
        }
    }

    /** Ends the watch: no further event is begun. */
    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
    }
}
