package caravan.bench.serving;

import caravan.bench.BenchException;
import caravan.model.backbone.ConvertBackbone;
import caravan.model.onnx.Graph;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A version folder to serve: one that was trained, or the real backbone under a head of random weights. */
record ServedVersion(Path folder, String sha256) {
    private static final int FEATURES = 1280;
    private static final int COMPONENTS = 32;

    Path model() {
        return folder.resolve("model.onnx");
    }

    /** A trained version's folder, as {@code version.json} lies in it. */
    static ServedVersion of(Path folder) throws IOException {
        return new ServedVersion(folder, hash(folder.resolve("version.json")));
    }

    /** The backbone, from its ONNX file or else its weights in the same folder, continued to a version's graph. */
    static ServedVersion random(Path backbone, Path folder) throws IOException {
        Path onnx = backbone;
        if (!Files.exists(onnx)) {
            Path weights = backbone.resolveSibling("efficientnet-lite0-57934424.pth");
            if (!Files.exists(weights)) {
                throw new BenchException(
                        "no backbone at " + backbone + ": run ./caravan backbone, or use --version DIR");
            }
            onnx = folder.resolve("backbone.onnx");
            ConvertBackbone.convert(weights, onnx);
        }
        Files.createDirectories(folder);
        Path model = Files.write(folder.resolve("model.onnx"), graph(Files.readAllBytes(onnx)));
        Map<String, Object> manifest = Map.of(
                "format", 1,
                "labels", List.of("cat", "dog"),
                "outlier", Map.of("threshold", 1e9),
                "files", Map.of("model.onnx", hash(model)));
        new ObjectMapper().writeValue(folder.resolve("version.json").toFile(), manifest);
        return of(folder);
    }

    private static byte[] graph(byte[] backbone) {
        Random random = new Random(1);
        Graph graph = Graph.continued("version", backbone);
        graph.weight("head", new long[] {FEATURES, 2}, weights(random, FEATURES * 2));
        graph.weight("components", new long[] {FEATURES, COMPONENTS}, weights(random, FEATURES * COMPONENTS));
        graph.weight("back", new long[] {COMPONENTS, FEATURES}, weights(random, FEATURES * COMPONENTS));
        graph.node("MatMul", "logits", List.of("features", "head"));
        graph.node("Softmax", "probabilities", List.of("logits"), new Graph.Whole("axis", 1));
        graph.node("MatMul", "projection", List.of("features", "components"));
        graph.node("MatMul", "explained", List.of("projection", "back"));
        graph.node("Sub", "rest", List.of("features", "explained"));
        graph.node(
                "ReduceL2",
                "leftover",
                List.of("rest"),
                new Graph.Wholes("axes", List.of(1L)),
                new Graph.Whole("keepdims", 0));
        graph.output("probabilities", 2);
        graph.output("projection", COMPONENTS);
        graph.output("leftover");
        return graph.bytes();
    }

    private static float[] weights(Random random, int count) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(FEATURES));
        }
        return weights;
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
