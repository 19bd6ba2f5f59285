package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Walk.Found;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What differs between two walks, in the order of the paths. Directories count by the hash that clients see, and two that are the
 * same to the last name are not looked into.
 */
public final class Difference implements Iterator<Difference.Pair> {

    /** What is at one path now and before; at least one is there. */
    public record Pair(Optional<Found> now, Optional<Found> before) {}

    private final Walk now;
    private final Walk before;
    private Pair next;

    /** The walks are the caller's to close. */
    public Difference(Walk now, Walk before) {
        this.now = now;
        this.before = before;
    }

    @Override
    public boolean hasNext() {
        while (next == null && (now.peek() != null || before.peek() != null)) {
            step();
        }
        return next != null;
    }

    private void step() {
        Found n = now.peek();
        Found b = before.peek();
        int order = n == null ? 1 : b == null ? -1 : n.path().compareTo(b.path());
        if (order < 0) {
            next = new Pair(Optional.of(now.next()), Optional.empty());
        } else if (order > 0) {
            next = new Pair(Optional.empty(), Optional.of(before.next()));
        } else {
            now.next();
            before.next();
            if (!n.entry().hash().equals(b.entry().hash())) {
                next = new Pair(Optional.of(n), Optional.of(b));
            } else if (n.entry() instanceof DirectoryEntry d
                    && b.entry() instanceof DirectoryEntry e
                    && d.tree().equals(e.tree())) {
                now.skip();
                before.skip();
            }
        }
    }

    @Override
    public Pair next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Pair pair = next;
        next = null;
        return pair;
    }
}
