package caravan.model.version;

import caravan.loop.Golden;
import caravan.loop.LineageFile;
import caravan.loop.VersionManifest;
import caravan.model.data.Sha256;
import caravan.model.head.Head;
import caravan.model.head.Row;
import caravan.model.head.Standard;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * What a fork takes from its parent's checkpoint.
 *
 * @param known label by SHA-256 of every picture that the parent and its ancestors have seen
 * @param lineage the file with their lines
 * @param graph the parent's network
 */
public record ParentVersion(
        VersionManifest manifest,
        Head head,
        Standard standard,
        List<Row> holdout,
        List<Row> reference,
        List<Version.GoldenFile> golden,
        Map<String, String> known,
        Path lineage,
        Path graph) {
    static final String HEAD = "head.safetensors";
    static final String STANDARD = "standardise.safetensors";
    static final String HOLDOUT = "holdout.safetensors";
    static final String REFERENCE = "reference.safetensors";
    static final String GOLDEN = "golden.json";
    static final String LINEAGE = "lineage.jsonl.gz";

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /**
     * Reads a checkpoint's folder.
     *
     * @throws IOException where it is no complete version, or a file is not what {@code version.json} says
     */
    public static ParentVersion read(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("version.json"))) {
            throw new IOException("the parent's checkpoint holds no version.json: Caravan's trial did not write it,"
                    + " and cannot continue from it");
        }
        VersionManifest manifest =
                JSON.readValue(Files.readAllBytes(folder.resolve("version.json")), VersionManifest.class);
        for (Map.Entry<String, String> file : manifest.files().entrySet()) {
            Path path = folder.resolve(file.getKey()).normalize();
            if (!path.startsWith(folder) || !Files.isRegularFile(path)) {
                throw new IOException("the parent's checkpoint lacks " + file.getKey());
            }
            if (!Sha256.hex(Files.readAllBytes(path)).equals(file.getValue())) {
                throw new IOException("the parent's " + file.getKey() + " is not what its version.json says");
            }
        }
        Tensors head = Tensors.read(folder.resolve(HEAD));
        Tensors standard = Tensors.read(folder.resolve(STANDARD));
        List<Version.GoldenFile> golden = new ArrayList<>();
        for (Golden one : JSON.readValue(Files.readAllBytes(folder.resolve(GOLDEN)), Golden[].class)) {
            golden.add(
                    new Version.GoldenFile(one.sha256(), one.label(), Files.readAllBytes(folder.resolve(one.file()))));
        }
        return new ParentVersion(
                manifest,
                new Head(List.of(head.text("labels").split("\n")), head.floats("weight"), head.floats("bias")[0]),
                new Standard(standard.floats("mean")[0], standard.floats("deviation")[0]),
                Rows.read(folder.resolve(HOLDOUT)),
                Rows.read(folder.resolve(REFERENCE)),
                golden,
                known(folder.resolve(LINEAGE)),
                folder.resolve(LINEAGE),
                folder.resolve("model.onnx"));
    }

    /** Everything that the parent and its ancestors have seen, in the order of the versions. */
    public List<LineageFile> files() throws IOException {
        List<LineageFile> files = new ArrayList<>();
        each(lineage, files::add);
        return files;
    }

    private static Map<String, String> known(Path lineage) throws IOException {
        Map<String, String> known = new HashMap<>();
        each(lineage, file -> known.put(file.sha256(), file.label()));
        return known;
    }

    private static void each(Path lineage, Consumer<LineageFile> consumer) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(lineage)), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                consumer.accept(JSON.readValue(line, LineageFile.class));
            }
        }
    }
}
