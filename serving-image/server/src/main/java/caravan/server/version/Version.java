package caravan.server.version;

import caravan.loop.Golden;
import caravan.loop.VersionManifest;
import caravan.server.StartException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A version whose files are on this machine and are what its identity says.
 *
 * @param name the version's name
 * @param sha256 its identity: the SHA-256 of {@code version.json}
 * @param files path within the version to the file in the cache
 */
public record Version(String name, String sha256, VersionManifest manifest, Map<String, Path> files) {
    static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** The network's file. */
    public Path model() {
        return files.get("model.onnx");
    }

    /** The golden pictures; none where the version has none. */
    public List<Golden> golden() {
        Path file = files.get("golden.json");
        if (file == null) {
            return List.of();
        }
        try {
            return List.of(JSON.readValue(Files.readAllBytes(file), Golden[].class));
        } catch (IOException e) {
            throw new StartException("golden.json of version " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
