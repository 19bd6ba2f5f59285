package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Changes to files, in the order in which they are told. Bytes go to disk at once; nothing is to be seen before the changes are
 * applied to a root.
 */
public final class Edits {
    private final FileStore store;
    private final EditedDirectory root = new EditedDirectory();
    private FilePath open;
    private ContentWriter writer;
    private boolean append;

    /** No changes yet. */
    public Edits(FileStore store) {
        this.store = store;
    }

    /** Adds bytes at the end of a file, which is made where it is missing. */
    public void add(FilePath path, ByteString bytes) throws IOException {
        begin(path);
        writer.add(bytes);
    }

    /** Likewise, all of a stream. */
    public void add(FilePath path, InputStream bytes) throws IOException {
        begin(path);
        writer.add(bytes);
    }

    /** Deletes a file, or with a slash at the path's end a directory with all in it. What is missing is passed over. */
    public void delete(FilePath path) throws IOException {
        seal();
        root.delete(path);
    }

    /** Puts what another commit holds at the path, in place of what is there or behind it. */
    public void copy(FilePath path, Entry source, boolean behind) throws IOException {
        seal();
        if (source instanceof FileEntry file) {
            if (behind) {
                try (InputStream bytes = store.read(file, 0)) {
                    add(path, bytes);
                }
                seal();
            } else {
                root.put(path, new Edit.Written(file.content(), false));
            }
        } else if (source instanceof DirectoryEntry directory) {
            FilePath target = path;
            try (Walk walk = Walk.from(store, Optional.of(directory.named("")), FilePath.ROOT)) {
                while (walk.hasNext()) {
                    Walk.Found found = walk.next();
                    if (found.entry() instanceof FileEntry file) {
                        copy(FilePath.of(target.file() + found.path()), file, behind);
                    }
                }
            }
        }
    }

    /** The directory that results from the changes to this one. It can be called again for another. */
    public Optional<DirectoryEntry> applyTo(Optional<DirectoryEntry> base) throws IOException {
        seal();
        return root.applyTo(store, "", base);
    }

    private void begin(FilePath path) throws IOException {
        if (!path.equals(open)) {
            seal();
            open = path;
            if (root.find(path) instanceof Edit.Written written) {
                writer = ContentWriter.after(store.chunks(), written.content());
                append = written.append();
            } else {
                writer = new ContentWriter(store.chunks());
                append = !root.hides(path);
            }
        }
    }

    private void seal() throws IOException {
        if (open != null) {
            root.put(open, new Edit.Written(writer.finish(), append));
            open = null;
            writer = null;
        }
    }
}
