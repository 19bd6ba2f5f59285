package caravan.server;

import caravan.engine.PictureTensor;
import caravan.engine.Scores;
import caravan.engine.TinyOnnx;
import caravan.engine.VersionModel;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** A folder with a whole version whose network calls red pictures cats and blue ones dogs. */
final class TinyVersion {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private String sha256;

    private TinyVersion(Path folder) {
        this.folder = folder;
    }

    static TinyVersion in(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("golden"));
        TinyVersion version = new TinyVersion(folder);
        TinyOnnx.version(folder.resolve("model.onnx"));
        byte[] red = picture(Color.RED, "jpg");
        Files.write(folder.resolve("golden/0.jpg"), red);
        version.golden(version.scores(red).probabilities()[0]);
        return version;
    }

    Scores scores(byte[] picture) throws Exception {
        try (VersionModel model = VersionModel.open(folder.resolve("model.onnx"))) {
            return model.score(PictureTensor.of(picture));
        }
    }

    /** Writes golden.json with this probability of a cat, and version.json over everything. */
    void golden(double cat) throws Exception {
        Files.writeString(
                folder.resolve("golden.json"),
                JSON.writeValueAsString(List.of(Map.of(
                        "file", "golden/0.jpg",
                        "contentType", "image/jpeg",
                        "sha256", hash("golden/0.jpg"),
                        "label", "cat",
                        "probabilities", List.of(cat, 1 - cat)))));
        seal();
    }

    private void seal() throws Exception {
        Map<String, Object> manifest = new TreeMap<>();
        manifest.put("format", 1);
        manifest.put("labels", List.of("cat", "dog"));
        manifest.put("input", Map.of("name", "picture", "width", 224, "height", 224, "range", List.of(0, 255)));
        manifest.put("outputs", VersionModel.OUTPUTS);
        manifest.put("backbone", Map.of("name", "tiny", "sha256", "00"));
        manifest.put("outlier", Map.of("threshold", 1.2));
        manifest.put("commit", "c0ffee");
        manifest.put("parent", null);
        manifest.put(
                "files",
                Map.of(
                        "model.onnx", hash("model.onnx"),
                        "golden.json", hash("golden.json"),
                        "golden/0.jpg", hash("golden/0.jpg"),
                        "lineage.jsonl.gz", "0".repeat(64)));
        Files.writeString(folder.resolve("version.json"), JSON.writeValueAsString(manifest));
        sha256 = hash("version.json");
    }

    Path folder() {
        return folder;
    }

    String sha256() {
        return sha256;
    }

    /** The environment of a server of this version, on free ports of the loopback. */
    Map<String, String> environment(Path cache) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CARAVAN_VERSION_URI", folder.toUri().toString());
        environment.put("CARAVAN_VERSION_SHA256", sha256);
        environment.put("CARAVAN_VERSION", "v1");
        environment.put("CARAVAN_CACHE", cache.toString());
        environment.put("CARAVAN_HOST", "127.0.0.1");
        environment.put("CARAVAN_DRAIN_MS", "0");
        environment.put("PREDICTIVE_UNIT_HTTP_SERVICE_PORT", "0");
        environment.put("PREDICTIVE_UNIT_GRPC_SERVICE_PORT", "0");
        environment.put("PREDICTIVE_UNIT_METRICS_SERVICE_PORT", "0");
        environment.put("PREDICTIVE_UNIT_ID", "model-a");
        environment.put("PREDICTIVE_UNIT_IMAGE", "caravan/server:0.1");
        environment.put("PREDICTOR_ID", "a");
        environment.put("SELDON_DEPLOYMENT_ID", "dogcat-deploy");
        return environment;
    }

    String hash(String path) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(path))));
    }

    static byte[] picture(Color colour, String format) throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(colour);
        g.fillRect(0, 0, 320, 240);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
