package caravan.detectors.watch;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last events' ids: senders repeat events that they are not sure of. */
public final class Seen {
    private final Map<String, Boolean> ids;

    /** Remembers that many. */
    public Seen(int most) {
        this.ids = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether the id is new; it is known from now on. */
    public synchronized boolean add(String id) {
        return ids.putIfAbsent(id, true) == null;
    }

    /** Forgets an event that was not taken after all. */
    public synchronized void remove(String id) {
        ids.remove(id);
    }
}
