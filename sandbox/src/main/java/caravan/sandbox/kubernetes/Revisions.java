package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The objects as they are, the last changes that led there, and who is told of the next. Guarded by its owner. */
final class Revisions implements AutoCloseable {
    private static final int HISTORY = 5000;
    private static final Comparator<Key> ORDER = Comparator.comparing(
                    (Key k) -> k.kind().resource())
            .thenComparing(Key::namespace)
            .thenComparing(Key::name);

    private static final Key NOTHING = new Key(Kinds.NAMESPACE, "", "");

    private final TreeMap<Key, ObjectNode> objects = new TreeMap<>(ORDER);
    private final Map<String, Key> uids = new HashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Journal journal;
    private long version = 1;
    private long forgotten;

    Revisions(Path folder) {
        journal = Journal.open(folder, this::replay);
        forgotten = version;
    }

    private void replay(Journal.Entry entry) {
        version = Math.max(version, entry.version());
        remember(entry.key(), entry.object());
    }

    private Optional<ObjectNode> remember(Key key, ObjectNode object) {
        ObjectNode before = object == null ? objects.remove(key) : objects.put(key, object);
        if (before != null) {
            uids.remove(uid(before));
        }
        if (object != null) {
            uids.put(uid(object), key);
        }
        return Optional.ofNullable(before);
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText();
    }

    long version() {
        return version;
    }

    /** The object itself, which must not be changed. */
    Optional<ObjectNode> find(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    boolean exists(String uid) {
        return uids.containsKey(uid);
    }

    /** The objects themselves, which must not be changed. */
    Stream<Map.Entry<Key, ObjectNode>> all() {
        return objects.entrySet().stream();
    }

    Stream<ObjectNode> all(Kind kind, Selection selection) {
        return objects.tailMap(new Key(kind, selection.namespace().orElse(""), ""), true).entrySet().stream()
                .takeWhile(e -> e.getKey().kind().equals(kind))
                .map(Map.Entry::getValue)
                .filter(selection::matches);
    }

    /** Keeps the object under the next version, which it is given. */
    void put(Key key, ObjectNode object) {
        object.withObject("/metadata").put("resourceVersion", Long.toString(version + 1));
        commit(key, object);
    }

    void remove(Key key) {
        commit(key, null);
    }

    private void commit(Key key, ObjectNode object) {
        version++;
        journal.append(new Journal.Entry(version, key, object));
        Optional<ObjectNode> before = remember(key, object);
        journal.tidy(this::everything);
        Change change = new Change(version, key.kind(), before, Optional.ofNullable(object));
        history.add(change);
        if (history.size() > HISTORY) {
            forgotten = history.remove().version();
        }
        subscriptions.forEach(s -> s.offer(change));
    }

    private Collection<Journal.Entry> everything() {
        List<Journal.Entry> entries = new ArrayList<>();
        entries.add(new Journal.Entry(version, NOTHING, null));
        objects.forEach((key, object) -> entries.add(new Journal.Entry(
                Long.parseLong(object.path("metadata").path("resourceVersion").asText()), key, object)));
        return entries;
    }

    /** Starts with the changes after a version. */
    void subscribe(Subscription subscription, long from) {
        if (from < forgotten) {
            throw Refusal.expired("too old resource version: " + from + " (" + forgotten + ")");
        }
        history.stream().filter(c -> c.version() > from).forEach(subscription::offer);
        subscriptions.add(subscription);
    }

    void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Forgets the history, as a server does whose store was compacted. */
    void compact() {
        history.clear();
        forgotten = version;
    }

    @Override
    public void close() {
        journal.close();
    }
}
