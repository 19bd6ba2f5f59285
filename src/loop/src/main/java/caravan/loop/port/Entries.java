package caravan.loop.port;

import java.util.Iterator;

/** A stream of entries from a system, read one by one; closing it cancels the rest. */
public interface Entries<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();

    /** Entries that are already at hand. */
    static <T> Entries<T> of(Iterable<T> items) {
        Iterator<T> iterator = items.iterator();
        return new Entries<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public T next() {
                return iterator.next();
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
