package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** All files of all commits. A commit's content is its root directory, empty for a commit without files. */
public final class FileStore {
    private final Chunks chunks;
    private final Blobs directories;

    /** Opens the folder, made where it is missing. */
    public FileStore(Path folder) throws IOException {
        chunks = new Chunks(folder.resolve("chunks"));
        directories = new Blobs(folder.resolve("directories"));
    }

    /** The file or directory at the path; with a slash at its end only a directory, without one a file first. */
    public Optional<Entry> find(Optional<DirectoryEntry> root, FilePath path) throws IOException {
        Optional<Entry> here = root.map(r -> r);
        for (int i = 0; i < path.elements().size(); i++) {
            if (here.isEmpty() || !(here.get() instanceof DirectoryEntry directory)) {
                return Optional.empty();
            }
            String name = path.elements().get(i);
            boolean last = i == path.elements().size() - 1;
            try (Directory entries = open(directory)) {
                here = last && !path.directory() ? entries.find(name) : Optional.empty();
                if (here.isEmpty()) {
                    here = entries.find(name + "/");
                }
            }
        }
        return here;
    }

    /** A file's bytes, from an offset that is not negative. */
    public InputStream read(FileEntry file, long offset) {
        return new ContentStream(chunks, file.content(), offset);
    }

    Directory open(DirectoryEntry directory) throws IOException {
        return new Directory(directories.path(directory.tree()));
    }

    Chunks chunks() {
        return chunks;
    }

    Blobs directories() {
        return directories;
    }
}
