package caravan.loop.watch;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Waiting calls that can be cancelled together, without touching what their threads do before and after. */
public final class Calls {
    private final Set<Thread> inside = new HashSet<>();
    private boolean cancelled;

    /** Makes the call, unless all are cancelled. */
    public <T> T make(Supplier<T> call) {
        synchronized (this) {
            if (cancelled) {
                throw new CancellationException("stopped");
            }
            inside.add(Thread.currentThread());
        }
        try {
            return call.get();
        } catch (RuntimeException e) {
            if (cancelled()) {
                throw (CancellationException) new CancellationException("stopped").initCause(e);
            }
            throw e;
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        inside.remove(Thread.currentThread());
        if (cancelled) {
            boolean ignored = Thread.interrupted();
        }
    }

    /** Whether calls are refused. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** Ends the calls that are being made and refuses further ones. */
    public synchronized void cancel() {
        cancelled = true;
        inside.forEach(Thread::interrupt);
    }
}
