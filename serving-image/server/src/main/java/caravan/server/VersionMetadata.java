package caravan.server;

import caravan.engine.PictureTensor;
import caravan.loop.VersionManifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server says about the version it serves.
 *
 * @param name the model's name: the image's without tag, or the node's where no image is known
 * @param tags the version's identity
 * @param custom where the version comes from
 */
public record VersionMetadata(
        String name, String version, List<String> labels, Map<String, Object> tags, Map<String, String> custom) {

    /** The facts of the served version. */
    public static VersionMetadata of(Service service) {
        Unit unit = service.settings().unit();
        String version = service.predictor().version().name();
        String sha256 = service.predictor().version().sha256();
        VersionManifest manifest = service.predictor().version().manifest();
        Map<String, String> custom = new TreeMap<>();
        custom.put("sha256", sha256);
        put(custom, "commit", manifest.commit());
        put(custom, "parent", manifest.parent());
        put(
                custom,
                "backbone",
                manifest.backbone() == null ? null : manifest.backbone().name());
        return new VersionMetadata(
                unit.imageName().isEmpty() ? unit.id() : unit.imageName(),
                version,
                manifest.labels(),
                new TreeMap<>(Map.of("version", version, "sha256", sha256)),
                custom);
    }

    private static void put(Map<String, String> into, String key, String value) {
        if (value != null) {
            into.put(key, value);
        }
    }

    /** The shape of a picture's tensor, without the batch. */
    public static List<Integer> shape() {
        return List.of(3, PictureTensor.SIDE, PictureTensor.SIDE);
    }

    /** As Seldon's metadata routes answer. */
    public Map<String, Object> seldon() {
        return Map.of(
                "name",
                name,
                "versions",
                List.of(version),
                "platform",
                "onnxruntime",
                "inputs",
                List.of(
                        Map.of("messagetype", "tensor", "schema", Map.of("names", List.of(), "shape", shape())),
                        Map.of("messagetype", "binData")),
                "outputs",
                List.of(Map.of(
                        "messagetype", "tensor", "schema", Map.of("names", labels, "shape", List.of(labels.size())))),
                "custom",
                custom);
    }
}
