package caravan.sandbox.pachyderm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files named by their content's hash. One is there whole or not at all, and never changes. */
final class Blobs {
    private final Path folder;
    private final Path drafts;

    /** Opens the folder; drafts that a killed process left are removed. */
    Blobs(Path folder) throws IOException {
        this.folder = folder;
        this.drafts = folder.resolve("drafts");
        Files.createDirectories(drafts);
        try (var left = Files.newDirectoryStream(drafts)) {
            for (Path draft : left) {
                Files.delete(draft);
            }
        }
    }

    boolean has(String hash) {
        return Files.exists(path(hash));
    }

    Path draft() {
        return drafts.resolve(UUID.randomUUID().toString());
    }

    /** Takes a draft in under its hash. */
    void keep(Path draft, String hash) throws IOException {
        Path target = path(hash);
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            Files.createDirectories(target.getParent());
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Path path(String hash) {
        return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
    }
}
