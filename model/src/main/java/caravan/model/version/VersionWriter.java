package caravan.model.version;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import caravan.loop.Golden;
import caravan.loop.LineageFile;
import caravan.loop.VersionManifest;
import caravan.model.data.Sha256;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Writes a version's files. The same version gives the same bytes. */
public final class VersionWriter {
    /** What a checkpoint carries beside the version. */
    private static final String METADATA = "metadata.json";

    private static final String MANIFEST = "version.json";
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final Version version;
    private final Path folder;

    /** A writer into an empty folder. */
    public VersionWriter(Version version, Path folder) {
        this.version = version;
        this.folder = folder;
    }

    /** Writes the graph alone, which is looked at before the rest is worth writing. */
    public Path graph() throws IOException {
        byte[] graph = VersionGraph.of(
                Files.readAllBytes(version.backbone()), version.standard(), version.head(), version.projection());
        return Files.write(folder.resolve("model.onnx"), graph);
    }

    /**
     * Writes all other files; the graph must be there.
     *
     * @param model the graph, opened
     * @return the SHA-256 of {@code version.json}, hex
     */
    public String rest(VersionModel model) throws IOException {
        List<String> labels = version.head().labels();
        new Tensors()
                .text("labels", String.join("\n", labels))
                .floats("weight", version.head().weight())
                .floats("bias", version.head().bias())
                .write(folder.resolve(ParentVersion.HEAD));
        new Tensors()
                .floats("mean", version.standard().mean())
                .floats("deviation", version.standard().deviation())
                .write(folder.resolve(ParentVersion.STANDARD));
        new Tensors()
                .floats("mean", version.projection().mean())
                .floats("components", version.projection().components())
                .floats("look_mean", version.projection().lookMean())
                .floats("look_scale", version.projection().lookScale())
                .write(folder.resolve("projection.safetensors"));
        Rows.write(folder.resolve(ParentVersion.HOLDOUT), version.holdout(), labels);
        Rows.write(folder.resolve(ParentVersion.REFERENCE), version.reference(), labels);
        Files.createDirectories(folder.resolve("detectors"));
        for (Map.Entry<String, byte[]> detector : version.detectors().entrySet()) {
            Files.write(folder.resolve("detectors").resolve(detector.getKey()), detector.getValue());
        }
        golden(model);
        lineage();
        byte[] manifest = PRETTY.writeValueAsBytes(manifest());
        Files.write(folder.resolve(MANIFEST), manifest);
        return Sha256.hex(manifest);
    }

    private void golden(VersionModel model) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("golden"));
        List<Golden> list = new ArrayList<>();
        for (Version.GoldenFile file : version.golden()) {
            Media media = Media.of(file.content());
            String name = list.size() + "." + media.ending();
            Files.write(pictures.resolve(name), file.content());
            List<Double> probabilities = new ArrayList<>();
            try {
                for (float p : model.score(PictureTensor.of(file.content())).probabilities()) {
                    probabilities.add((double) p);
                }
            } catch (PictureException e) {
                throw new IOException("golden picture " + file.sha256() + ": " + e.getMessage(), e);
            }
            list.add(new Golden("golden/" + name, media.type(), file.sha256(), file.label(), probabilities));
        }
        Files.write(folder.resolve(ParentVersion.GOLDEN), PRETTY.writeValueAsBytes(list));
    }

    private void lineage() throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve(ParentVersion.LINEAGE)), 1 << 16)) {
            if (version.parentLineage().isPresent()) {
                try (InputStream in = new GZIPInputStream(
                        Files.newInputStream(version.parentLineage().get()))) {
                    in.transferTo(out);
                }
            }
            for (LineageFile file : version.lineage()) {
                out.write(JSON.writeValueAsString(file).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
    }

    private VersionManifest manifest() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (!path.equals(METADATA) && !path.equals(MANIFEST)) {
                    files.put(path, Sha256.hex(Files.readAllBytes(file)));
                }
            }
        }
        return new VersionManifest(
                1,
                version.head().labels(),
                new VersionManifest.Input(
                        "picture", PictureTensor.SIDE, PictureTensor.SIDE, "RGB", "bilinear", List.of(0.0, 255.0)),
                VersionModel.OUTPUTS,
                new VersionManifest.Backbone("efficientnet-lite0", version.backboneSha256()),
                new VersionManifest.Outlier(version.outlierThreshold()),
                version.commit(),
                version.parentName(),
                files);
    }

    /** Writes what Determined wants in a checkpoint; it is no part of the version. */
    public void metadata(Map<String, Object> metadata) throws IOException {
        Files.write(folder.resolve(METADATA), JSON.writeValueAsBytes(metadata));
    }

    /** What kind of picture file it is, by its first bytes. */
    private record Media(String type, String ending) {
        static Media of(byte[] content) {
            int first = content.length == 0 ? 0 : content[0] & 0xFF;
            return switch (first) {
                case 0x89 -> new Media("image/png", "png");
                case 'G' -> new Media("image/gif", "gif");
                case 'R' -> new Media("image/webp", "webp");
                default -> new Media("image/jpeg", "jpg");
            };
        }
    }
}
