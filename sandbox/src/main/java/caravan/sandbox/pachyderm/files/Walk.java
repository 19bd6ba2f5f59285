package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Everything at and below one path in the order of the paths, a directory before what it holds. */
public final class Walk implements Iterator<Walk.Found>, Closeable {

    /**
     * A file or directory.
     *
     * @param path from the root, of a directory with a slash at its end
     */
    public record Found(String path, Entry entry) {}

    private record Level(String path, Directory entries) {}

    private final FileStore store;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Found next;
    private DirectoryEntry descend;
    private String descendPath;

    private Walk(FileStore store, Found first) {
        this.store = store;
        this.next = first;
    }

    /** Begins at the path, with what is there itself; nothing where nothing is there. */
    public static Walk from(FileStore store, Optional<DirectoryEntry> root, FilePath path) throws IOException {
        Entry entry = store.find(root, path).orElse(null);
        if (entry == null) {
            return new Walk(store, null);
        }
        String found = path.file() + (entry instanceof DirectoryEntry && !path.root() ? "/" : "");
        return new Walk(store, new Found(found, entry));
    }

    @Override
    public boolean hasNext() {
        advance();
        return next != null;
    }

    @Override
    public Found next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Found found = next;
        next = null;
        if (found.entry() instanceof DirectoryEntry directory) {
            descend = directory;
            descendPath = found.path();
        }
        return found;
    }

    /** What comes next, without taking it. */
    Found peek() {
        return hasNext() ? next : null;
    }

    /** Leaves out what the directory holds that was returned last. */
    public void skip() {
        descend = null;
    }

    private void advance() {
        if (next != null) {
            return;
        }
        try {
            if (descend != null) {
                levels.push(new Level(descendPath, store.open(descend)));
                descend = null;
            }
            while (!levels.isEmpty() && !levels.peek().entries().hasNext()) {
                levels.pop().entries().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!levels.isEmpty()) {
            Level level = levels.peek();
            Entry entry = level.entries().next();
            next = new Found(level.path() + entry.key(), entry);
        }
    }

    @Override
    public void close() throws IOException {
        while (!levels.isEmpty()) {
            levels.pop().entries().close();
        }
    }
}
