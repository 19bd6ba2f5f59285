package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pod's volumes as folders. A local process cannot have them mounted: where an argument or variable of the container
 * begins with a mount's path, it is given the folder's instead.
 *
 * @param folder of the pod
 */
record Volumes(Path folder, Variables variables) {

    /** Writes the volumes of a pod; an earlier writing is replaced. */
    void write(JsonNode pod) {
        String namespace = Meta.of(pod).namespace();
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            try {
                write(namespace, pod, volume);
            } catch (IOException e) {
                throw new UncheckedIOException("volume " + volume.path("name").asText() + " cannot be written", e);
            }
        }
    }

    private void write(String namespace, JsonNode pod, JsonNode volume) throws IOException {
        Path to = path(volume.path("name").asText());
        Files.createDirectories(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String kind : new String[] {"secret", "configMap"}) {
            if (volume.has(kind)) {
                JsonNode source = volume.path(kind);
                items(source, variables.data(namespace, kind.equals("secret"), source))
                        .forEach((name, content) -> put(to.resolve(name), content));
            }
        }
        for (JsonNode item : volume.path("downwardAPI").path("items")) {
            String field = item.path("fieldRef").path("fieldPath").asText();
            StringBuilder lines = new StringBuilder();
            Meta.texts(pod.at("/" + field.replace('.', '/'))).forEach((key, value) -> lines.append(key)
                    .append("=\"")
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"\n"));
            put(to.resolve(item.path("path").asText()), lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, byte[]> items(JsonNode source, Map<String, byte[]> data) {
        if (!source.has("items")) {
            return data;
        }
        Map<String, byte[]> chosen = new LinkedHashMap<>();
        source.path("items").forEach(item -> {
            byte[] content = data.get(item.path("key").asText());
            if (content == null) {
                throw new NotYet(
                        "CreateContainerConfigError",
                        "references non-existent key: " + item.path("key").asText());
            }
            chosen.put(item.path("path").asText(), content);
        });
        return chosen;
    }

    private void put(Path file, byte[] content) {
        Path inside = file.normalize();
        if (!inside.startsWith(folder)) {
            throw new NotYet("CreateContainerConfigError", "a volume's file leads out of its volume: " + file);
        }
        try {
            Files.createDirectories(inside.getParent());
            Path part = inside.resolveSibling(inside.getFileName() + ".part");
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(part, content);
            Files.move(part, inside, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(inside + " cannot be written", e);
        }
    }

    private Path path(String volume) {
        return folder.resolve("volumes").resolve(volume).normalize();
    }

    /** The text with the mount's path replaced by the folder that stands for it. */
    String translate(ContainerSpec container, String text) {
        for (Map.Entry<String, String> mount : container.mounts().entrySet()) {
            String path = mount.getKey();
            if (text.equals(path) || text.startsWith(path + "/")) {
                return path(mount.getValue()) + text.substring(path.length());
            }
        }
        return text;
    }
}
