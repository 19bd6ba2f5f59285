package caravan.server.rest;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all bodies under way may take together, so that many large requests cannot fill the memory. */
final class Budget {
    private final AtomicLong left;

    Budget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Takes bytes, or none and false where too few are left. */
    boolean take(long bytes) {
        long before = left.getAndUpdate(now -> now >= bytes ? now - bytes : now);
        return before >= bytes;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
