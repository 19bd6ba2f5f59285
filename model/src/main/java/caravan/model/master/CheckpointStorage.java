package caravan.model.master;

import caravan.model.TrialException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder that holds checkpoints, one folder each: Determined's storage of type {@code directory} or {@code shared_fs}. */
public final class CheckpointStorage {
    /** Where Determined mounts a shared file system in its containers. */
    private static final Path SHARED = Path.of("/determined_shared_fs");

    private final Path folder;

    private CheckpointStorage(Path folder) {
        this.folder = folder;
    }

    /**
     * The storage of an experiment.
     *
     * @throws TrialException where it is of another type
     */
    public static CheckpointStorage of(JsonNode config) {
        JsonNode storage = config.path("checkpoint_storage");
        String type = storage.path("type").asText();
        return switch (type) {
            case "directory" -> new CheckpointStorage(Path.of(required(storage, "container_path")));
            case "shared_fs" -> {
                Path root = Files.isDirectory(SHARED) ? SHARED : Path.of(required(storage, "host_path"));
                String below = storage.path("storage_path").asText("");
                yield new CheckpointStorage(
                        storage.path("storage_path").isTextual() && !below.isBlank() ? root.resolve(below) : root);
            }
            default ->
                throw new TrialException(
                        "checkpoint_storage.type is \"" + type
                                + "\": Caravan's trial writes to `directory` (container_path) and `shared_fs` (host_path) alone");
        };
    }

    private static String required(JsonNode storage, String key) {
        String value = storage.path(key).asText("");
        if (value.isBlank() || value.equals("null")) {
            throw new TrialException("checkpoint_storage." + key + " is missing in the config");
        }
        return value;
    }

    /** A checkpoint's folder, where this process can see it. */
    public Optional<Path> find(String uuid) {
        Path found = folder.resolve(uuid);
        return Files.isDirectory(found) ? Optional.of(found) : Optional.empty();
    }

    /** Makes an empty folder for a checkpoint that is to be written. */
    public Path create(String uuid) throws IOException {
        return Files.createDirectories(folder.resolve(uuid));
    }

    /** Takes a checkpoint away that was not finished. */
    public static void discard(Path checkpoint) throws IOException {
        if (Files.exists(checkpoint)) {
            try (Stream<Path> found = Files.walk(checkpoint)) {
                for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
