package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;

/** Where checkpoints lie, by the config of a storage. */
final class Storage {
    private Storage() {}

    /**
     * The folder of a storage of type {@code directory} or {@code shared_fs}; absent for others.
     *
     * @param config the experiment's, whose bind mounts say where a container's paths are on this machine
     */
    static Optional<Path> folder(JsonNode storage, JsonNode config) {
        return switch (storage.path("type").asText()) {
            case "directory" -> text(storage, "container_path").map(path -> mounted(path, config));
            case "shared_fs" ->
                text(storage, "host_path").map(host -> text(storage, "storage_path")
                        .map(below -> host.resolve(below))
                        .orElse(host));
            default -> Optional.empty();
        };
    }

    private static Optional<Path> text(JsonNode storage, String key) {
        String value = storage.path(key).asText("");
        return value.isBlank() || value.equals("null") ? Optional.empty() : Optional.of(Path.of(value));
    }

    private static Path mounted(Path path, JsonNode config) {
        for (JsonNode mount : config.path("bind_mounts")) {
            Path inside = Path.of(mount.path("container_path").asText());
            if (path.startsWith(inside)) {
                return Path.of(mount.path("host_path").asText())
                        .resolve(inside.relativize(path))
                        .normalize();
            }
        }
        return path;
    }
}
