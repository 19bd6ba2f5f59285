package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import java.io.IOException;
import java.util.Optional;

/** A path that is a file and a directory at once, which makes a commit fail. */
public final class Collision {
    private Collision() {}

    /** The failure's text, or an empty one. Only what is new since the base is looked at. */
    public static String in(FileStore store, Optional<DirectoryEntry> root, Optional<DirectoryEntry> base)
            throws IOException {
        try (Walk now = Walk.from(store, root, FilePath.ROOT);
                Walk before = Walk.from(store, base, FilePath.ROOT)) {
            Difference difference = new Difference(now, before);
            String file = "";
            while (difference.hasNext()) {
                Difference.Pair pair = difference.next();
                if (pair.now().isPresent() && pair.before().isEmpty()) {
                    String path = pair.now().get().path();
                    boolean directory = path.endsWith("/");
                    String other = directory ? path.substring(0, path.length() - 1) : path + "/";
                    if (exists(store, root, other)) {
                        file = directory ? path : other;
                        return "file / directory path collision (" + file.substring(0, file.length() - 1) + ")";
                    }
                }
            }
            return "";
        }
    }

    private static boolean exists(FileStore store, Optional<DirectoryEntry> root, String path) throws IOException {
        boolean directory = path.endsWith("/");
        return store.find(root, FilePath.of(path))
                .filter(entry -> entry instanceof DirectoryEntry == directory)
                .isPresent();
    }
}
