package caravan.model.version;

import caravan.model.head.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows that travel in a checkpoint, bounded in number: those with the smallest hashes, a fair sample that is stable. */
public final class Rows {
    /** How many of a kind travel at most: 10 MB. */
    public static final int MOST = 2_000;

    private Rows() {}

    /** Rows of two generations, each content once, sorted by hash, at most {@link #MOST}. */
    public static List<Row> merged(List<Row> parents, List<Row> own) {
        Map<String, Row> rows = new TreeMap<>();
        parents.forEach(r -> rows.put(r.sha256(), r));
        own.forEach(r -> rows.put(r.sha256(), r));
        return rows.values().stream()
                .sorted(Comparator.comparing(Row::sha256))
                .limit(MOST)
                .toList();
    }

    static void write(Path file, List<Row> rows, List<String> labels) throws IOException {
        new Tensors()
                .text("labels", String.join("\n", labels))
                .floats("features", rows.stream().map(Row::features).toArray(float[][]::new))
                .floats("look", rows.stream().map(Row::look).toArray(float[][]::new))
                .integers(
                        "label",
                        rows.stream().mapToInt(r -> labels.indexOf(r.label())).toArray())
                .bytes(
                        "sha256",
                        rows.stream()
                                .map(r -> HexFormat.of().parseHex(r.sha256()))
                                .toArray(byte[][]::new))
                .write(file);
    }

    static List<Row> read(Path file) throws IOException {
        Tensors tensors = Tensors.read(file);
        List<String> labels = List.of(tensors.text("labels").split("\n"));
        float[][] features = tensors.floats("features");
        float[][] looks = tensors.floats("look");
        int[] label = tensors.integers("label");
        byte[][] hashes = tensors.bytes("sha256");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            rows.add(new Row(HexFormat.of().formatHex(hashes[i]), labels.get(label[i]), features[i], looks[i]));
        }
        return rows;
    }
}
