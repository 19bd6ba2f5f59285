package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Walk.Found;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What matches a pattern, in the order of the paths. */
public final class Matches implements Iterator<Found>, Closeable {
    private final Glob glob;
    private final Walk walk;
    private final boolean within;
    private Found next;
    private String inside;

    /**
     * Looks for matches.
     *
     * @param within whether what lies in a directory that matches counts as well
     */
    public Matches(FileStore store, Optional<DirectoryEntry> root, Glob glob, boolean within) throws IOException {
        this.glob = glob;
        this.within = within;
        this.walk = Walk.from(store, root, glob.plain() ? glob.path() : glob.base());
    }

    @Override
    public boolean hasNext() {
        while (next == null && walk.hasNext()) {
            Found found = walk.next();
            boolean in = inside != null && found.path().startsWith(inside);
            if (in || glob.plain() || glob.matches(found.path())) {
                next = found;
                if (!in && within && found.entry() instanceof DirectoryEntry) {
                    inside = found.path();
                }
                if (!within && glob.plain()) {
                    walk.skip();
                }
            }
        }
        return next != null;
    }

    @Override
    public Found next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Found found = next;
        next = null;
        return found;
    }

    @Override
    public void close() throws IOException {
        walk.close();
    }
}
