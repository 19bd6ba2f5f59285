package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes below one directory, by the keys of its entries. */
final class EditedDirectory implements Edit {
    private final TreeMap<String, Edit> edits = new TreeMap<>();
    private boolean cleared;

    void put(FilePath path, Edit edit) {
        parent(path).edits.put(last(path), edit);
    }

    /** What was put at this file's path, or null. */
    Edit find(FilePath path) {
        EditedDirectory here = this;
        for (String name : path.elements().subList(0, path.elements().size() - 1)) {
            if (!(here.edits.get(name + "/") instanceof EditedDirectory next)) {
                return null;
            }
            here = next;
        }
        return here.edits.get(last(path));
    }

    /** Whether a file of the base at this path is not to be seen any more. */
    boolean hides(FilePath path) {
        EditedDirectory here = this;
        for (String name : path.elements().subList(0, path.elements().size() - 1)) {
            if (here.cleared) {
                return true;
            }
            if (!(here.edits.get(name + "/") instanceof EditedDirectory next)) {
                return false;
            }
            here = next;
        }
        return here.cleared || here.edits.containsKey(last(path));
    }

    void delete(FilePath path) {
        if (path.root()) {
            clear();
        } else if (path.directory()) {
            ((EditedDirectory) parent(path).edits.computeIfAbsent(last(path) + "/", key -> new EditedDirectory()))
                    .clear();
        } else {
            put(path, new Removed());
        }
    }

    private void clear() {
        cleared = true;
        edits.clear();
    }

    private EditedDirectory parent(FilePath path) {
        EditedDirectory here = this;
        for (String name : path.elements().subList(0, path.elements().size() - 1)) {
            here = (EditedDirectory) here.edits.computeIfAbsent(name + "/", key -> new EditedDirectory());
        }
        return here;
    }

    private static String last(FilePath path) {
        return path.elements().get(path.elements().size() - 1);
    }

    Optional<DirectoryEntry> applyTo(FileStore store, String name, Optional<DirectoryEntry> base) throws IOException {
        if (edits.isEmpty()) {
            return cleared ? Optional.empty() : base;
        }
        try (DirectoryWriter writer = new DirectoryWriter(store.directories());
                Directory before = base.isPresent() && !cleared ? store.open(base.get()) : null) {
            Iterator<Map.Entry<String, Edit>> changes = edits.entrySet().iterator();
            Map.Entry<String, Edit> change = changes.hasNext() ? changes.next() : null;
            Entry old = before != null && before.hasNext() ? before.next() : null;
            while (change != null || old != null) {
                int order =
                        old == null ? -1 : change == null ? 1 : change.getKey().compareTo(old.key());
                Optional<? extends Entry> result = order > 0
                        ? Optional.of(old)
                        : apply(store, change.getKey(), change.getValue(), order == 0 ? old : null);
                if (result.isPresent()) {
                    writer.add(result.get());
                }
                if (order <= 0) {
                    change = changes.hasNext() ? changes.next() : null;
                }
                if (order >= 0) {
                    old = before.hasNext() ? before.next() : null;
                }
            }
            return writer.finish(name);
        }
    }

    private static Optional<? extends Entry> apply(FileStore store, String key, Edit edit, Entry old)
            throws IOException {
        if (edit instanceof EditedDirectory directory) {
            String name = key.substring(0, key.length() - 1);
            return directory.applyTo(store, name, Optional.ofNullable((DirectoryEntry) old));
        }
        if (edit instanceof Written written) {
            return Optional.of(new FileEntry(
                    key,
                    written.append() && old instanceof FileEntry file
                            ? join(store, file.content(), written.content())
                            : written.content()));
        }
        return Optional.empty();
    }

    private static Content join(FileStore store, Content first, Content second) throws IOException {
        ContentWriter writer = ContentWriter.after(store.chunks(), first);
        try (InputStream rest = new ContentStream(store.chunks(), second, 0)) {
            writer.add(rest);
        }
        return writer.finish();
    }
}
