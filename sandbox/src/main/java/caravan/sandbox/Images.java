package caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file that says how this machine runs container images as local processes: image name without tag to command, search path
 * and environment.
 *
 * @param images the known images by name without tag
 */
public record Images(Map<String, Image> images) {

    private static final Set<String> KEYS = Set.of("path", "command", "environment");

    public Images {
        images = Map.copyOf(images);
    }

    /**
     * How one image runs.
     *
     * @param path folders that go in front of PATH
     * @param command the image's entrypoint, empty when it has none of its own
     * @param environment variables of the image
     */
    public record Image(List<String> path, List<String> command, Map<String, String> environment) {

        /** An image that adds nothing. */
        public static final Image EMPTY = new Image(List.of(), List.of(), Map.of());

        public Image {
            path = List.copyOf(path);
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** No image is known. */
    public static Images none() {
        return new Images(Map.of());
    }

    /**
     * Reads the YAML file.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it is no YAML or has a key that is not known; the message names file and key
     */
    public static Images read(Path file) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readString(file));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(file + ": not valid YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        Map<String, Image> images = new LinkedHashMap<>();
        root.path("images")
                .properties()
                .forEach(entry -> images.put(
                        withoutTag(entry.getKey()), image(file + ": images." + entry.getKey(), entry.getValue())));
        return new Images(images);
    }

    /** The image of this name, whose tag and digest do not matter. */
    public Optional<Image> find(String name) {
        return Optional.ofNullable(images.get(withoutTag(name)));
    }

    /** Drops {@code :tag} and {@code @digest} from an image's name, but not the port of a registry. */
    public static String withoutTag(String name) {
        int digest = name.indexOf('@');
        String plain = digest < 0 ? name : name.substring(0, digest);
        int colon = plain.indexOf(':', plain.lastIndexOf('/') + 1);
        return colon < 0 ? plain : plain.substring(0, colon);
    }

    private static Image image(String where, JsonNode node) {
        node.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(where + "." + key + ": unknown key; known are " + KEYS);
            }
        });
        Map<String, String> environment = new LinkedHashMap<>();
        node.path("environment")
                .properties()
                .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
        return new Image(texts(node.path("path")), texts(node.path("command")), environment);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
