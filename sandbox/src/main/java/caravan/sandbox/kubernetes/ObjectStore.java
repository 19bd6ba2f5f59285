package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The objects of a cluster, on disk. Every write is atomic, checked and versioned; what goes in and out is a copy. What a
 * real API server refuses is refused with a {@link Refusal}.
 */
public final class ObjectStore implements AutoCloseable {
    private static final int LARGEST = 3 << 19;

    private final ReentrantLock lock = new ReentrantLock();
    private final Revisions revisions;
    private final Garbage garbage;
    private final Map<Kind, Admission> admissions = new ConcurrentHashMap<>();

    private ObjectStore(Path folder) {
        this.revisions = new Revisions(folder);
        this.garbage = new Garbage(revisions);
    }

    /** Opens the store in a folder, which is made where it is absent. */
    public static ObjectStore open(Path folder) {
        ObjectStore store = new ObjectStore(folder);
        for (String namespace : List.of("default", "kube-public", "kube-system")) {
            store.ensureNamespace(namespace);
        }
        store.locked(() -> {
            store.garbage.collect();
            return null;
        });
        return store;
    }

    /** Makes a namespace where it is absent. */
    public void ensureNamespace(String name) {
        locked(() -> {
            if (revisions.find(new Key(Kinds.NAMESPACE, "", name)).isEmpty()) {
                ObjectNode namespace = Json.object();
                namespace.withObject("/metadata").put("name", name);
                create(Kinds.NAMESPACE, namespace, Write.by("kube-apiserver"));
            }
            return null;
        });
    }

    /** Has every new or changed object of a kind looked at. A kind has at most one admission; null removes it. */
    public void admit(Kind kind, Admission admission) {
        if (admission == null) {
            admissions.remove(kind);
        } else {
            admissions.put(kind, admission);
        }
    }

    /** The object of this name. */
    public Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return locked(() -> revisions
                .find(new Key(kind, kind.namespaced() ? namespace : "", name))
                .map(ObjectNode::deepCopy));
    }

    /** The objects of a kind. */
    public Listing list(Kind kind, Selection selection) {
        return locked(() -> new Listing(
                revisions.version(),
                revisions.all(kind, selection).map(ObjectNode::deepCopy).toList()));
    }

    /** Creates an object. Its {@code metadata} names its namespace and its name, or a {@code generateName}. */
    public ObjectNode create(Kind kind, ObjectNode object, Write write) {
        return locked(() -> {
            ObjectNode fresh = Metadata.created(kind, Json.normal(object));
            Key key = Key.of(kind, fresh);
            requireNamespace(key);
            if (revisions.find(key).isPresent()) {
                throw Refusal.alreadyExists(kind, key.name());
            }
            ManagedFields.update(kind, Optional.empty(), fresh, write.manager(), Part.MAIN);
            return keep(key, Optional.empty(), fresh, Part.MAIN, write);
        });
    }

    /**
     * Replaces an object, its status apart. Where the given object has a {@code metadata.resourceVersion} it must be the
     * present one.
     */
    public ObjectNode update(Kind kind, ObjectNode object, Write write) {
        Key key = Key.of(kind, object);
        return modify(kind, key.namespace(), key.name(), Part.MAIN, before -> object, write);
    }

    /** Replaces an object's status alone. */
    public ObjectNode updateStatus(Kind kind, ObjectNode object, Write write) {
        Key key = Key.of(kind, object);
        return modify(kind, key.namespace(), key.name(), Part.STATUS, before -> object, write);
    }

    /** Changes the present object, whatever its version, in one step. The change is given a copy. */
    public ObjectNode modify(
            Kind kind, String namespace, String name, Part part, UnaryOperator<ObjectNode> change, Write write) {
        return locked(() -> {
            Key key = new Key(kind, kind.namespaced() ? namespace : "", name);
            ObjectNode before = require(key);
            ObjectNode after = Metadata.updated(key, before, Json.normal(change.apply(before.deepCopy())), part);
            ManagedFields.update(kind, Optional.of(before), after, write.manager(), part);
            return keep(key, Optional.of(before), after, part, write);
        });
    }

    /**
     * Server-side apply: creates the object, or changes what the manager wants and wanted of it.
     *
     * @param wanted what the manager wants, all of it
     * @throws Refusal 409 with causes where another owns a field and force is off
     */
    public ObjectNode apply(Key key, ObjectNode wanted, Part part, Applying applying, boolean dryRun) {
        return locked(() -> {
            Applying.check(key, wanted);
            requireNamespace(key);
            ObjectNode given = Json.normal(wanted);
            Write write = new Write(applying.manager(), dryRun);
            Optional<ObjectNode> before = revisions.find(key);
            if (before.isEmpty() && part == Part.MAIN) {
                return keep(key, before, applying.create(key, given), part, write);
            }
            ObjectNode live = require(key);
            ObjectNode applied = applying.apply(key, live, given, part);
            JsonNode owners = applied.path("metadata").path("managedFields");
            ObjectNode guarded = applied.deepCopy();
            for (String precondition : List.of("uid", "resourceVersion")) {
                Optional.ofNullable(given.path("metadata").get(precondition))
                        .ifPresent(v -> guarded.withObject("/metadata").set(precondition, v));
            }
            ObjectNode after = Metadata.updated(key, live, guarded, part);
            after.withObject("/metadata").set("managedFields", owners);
            return keep(key, before, after, part, write);
        });
    }

    private ObjectNode keep(Key key, Optional<ObjectNode> before, ObjectNode after, Part part, Write write) {
        if (before.filter(after::equals).isPresent()) {
            return after.deepCopy();
        }
        Metadata.countGeneration(key.kind(), before, after);
        Rules.check(key, after);
        if (Json.bytes(after).length > LARGEST) {
            throw Refusal.of(500, "", "etcdserver: request is too large");
        }
        Admission admission = admissions.get(key.kind());
        if (admission != null && part == Part.MAIN) {
            admission.review(after.deepCopy(), before.map(ObjectNode::deepCopy));
        }
        if (!write.dryRun()) {
            if (Metadata.released(after)) {
                garbage.remove(key, after, Deletion.Propagation.BACKGROUND);
            } else {
                revisions.put(key, after);
                garbage.collectIfOrphan(key, after);
            }
        }
        return after.deepCopy();
    }

    /** Deletes an object, or marks it deleted where finalizers hold it. Returns its last state. */
    public ObjectNode delete(Kind kind, String namespace, String name, Deletion deletion) {
        return locked(() -> {
            Key key = new Key(kind, kind.namespaced() ? namespace : "", name);
            ObjectNode before = require(key);
            Metadata.checkPreconditions(key, before, deletion);
            if (deletion.dryRun()) {
                return before.deepCopy();
            }
            if (Metadata.hasFinalizers(before)) {
                ObjectNode terminating = Metadata.terminating(kind, before);
                if (!terminating.equals(before)) {
                    revisions.put(key, terminating);
                }
                return terminating.deepCopy();
            }
            garbage.remove(key, before, deletion.propagation());
            return before.deepCopy();
        });
    }

    /**
     * Watches a kind. Without a version the watcher is first told of every object as added.
     *
     * @param from the version whose later changes are told, from a {@link Listing} or an object
     * @param executor where the listener is called, in order and one event at a time
     * @throws Refusal 410 if the changes since that version are no longer known
     */
    public Subscription watch(
            Kind kind, Selection selection, OptionalLong from, Executor executor, Consumer<WatchEvent> listener) {
        Subscription subscription = new Subscription(kind, selection, executor, listener, this::forget);
        return locked(() -> {
            if (from.isEmpty()) {
                revisions
                        .all(kind, selection)
                        .map(o -> new WatchEvent(WatchEvent.Type.ADDED, o.deepCopy()))
                        .forEach(subscription::offer);
            }
            revisions.subscribe(subscription, from.orElse(revisions.version()));
            return subscription;
        });
    }

    /** Tells a watcher, in its turn, the version up to which it has been told everything. */
    public void bookmark(Subscription subscription) {
        locked(() -> {
            ObjectNode mark = Json.object();
            mark.put("kind", subscription.kind().name())
                    .put("apiVersion", subscription.kind().apiVersion());
            mark.putObject("metadata").put("resourceVersion", Long.toString(revisions.version()));
            subscription.offer(new WatchEvent(WatchEvent.Type.BOOKMARK, mark));
            return null;
        });
    }

    private void forget(Subscription subscription) {
        locked(() -> {
            revisions.unsubscribe(subscription);
            return null;
        });
    }

    /** Forgets past changes: watches from an earlier version are answered 410 Gone. */
    public void compact() {
        locked(() -> {
            revisions.compact();
            return null;
        });
    }

    /** The version of the last change. */
    public long version() {
        return locked(revisions::version);
    }

    private ObjectNode require(Key key) {
        return revisions.find(key).orElseThrow(() -> Refusal.notFound(key.kind(), key.name()));
    }

    private void requireNamespace(Key key) {
        if (key.kind().namespaced()
                && revisions.find(new Key(Kinds.NAMESPACE, "", key.namespace())).isEmpty()) {
            throw Refusal.notFound(Kinds.NAMESPACE, key.namespace());
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> {
            revisions.close();
            return null;
        });
    }
}
