package caravan.model.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.engine.Backbone;
import caravan.engine.PictureTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertBackboneTest {
    @TempDir
    Path folder;

    @Test
    void a_tensor_is_read_along_its_strides() throws IOException {
        Path file = Files.write(folder.resolve("small.pth"), stateDict(new float[] {1, 2, 3, 4, 5, 6}));
        Map<String, Tensor> tensors = TorchFile.read(file);
        assertThat(tensors).containsOnlyKeys("w");
        assertThat(tensors.get("w").shape()).containsExactly(2, 3);
        assertThat(tensors.get("w").values()).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void a_file_that_ends_early_is_refused() throws IOException {
        byte[] whole = stateDict(new float[] {1, 2, 3, 4, 5, 6});
        Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void another_networks_weights_are_refused_and_nothing_is_written() throws IOException {
        Path file = Files.write(folder.resolve("small.pth"), stateDict(new float[] {1, 2, 3, 4, 5, 6}));
        Path onnx = folder.resolve("backbone.onnx");
        assertThatThrownBy(() -> ConvertBackbone.convert(file, onnx))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("_conv_stem.weight");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_pretrained_network_tells_dogs_from_cats_unasked() throws Exception {
        Path weights = Pretrained.weights();
        String dataset = System.getenv("CARAVAN_DATASET");
        assumeTrue(dataset != null, "CARAVAN_DATASET names no folder with data/ and delta/");
        Path onnx = folder.resolve("backbone.onnx");
        ConvertBackbone.convert(weights, onnx);
        Map<String, Tensor> tensors = TorchFile.read(weights);
        int right = 0;
        List<Path> photos;
        try (Stream<Path> files = Files.list(Path.of(dataset, "delta"))) {
            photos = files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
        }
        try (Backbone backbone = Backbone.open(onnx)) {
            for (Path photo : photos) {
                double[] p = classes(
                        backbone.features(PictureTensor.of(Files.readAllBytes(photo))),
                        tensors.get("_fc.weight").values(),
                        tensors.get("_fc.bias").values());
                boolean dog = sum(p, 151, 268) > sum(p, 281, 285);
                right += dog == photo.getFileName().toString().startsWith("dog.") ? 1 : 0;
            }
        }
        assertThat(photos).hasSize(96);
        assertThat(right).isGreaterThanOrEqualTo(87);
    }

    @Test
    void the_same_weights_give_the_same_bytes() throws IOException {
        Path weights = Pretrained.weights();
        ConvertBackbone.convert(weights, folder.resolve("a.onnx"));
        ConvertBackbone.convert(weights, folder.resolve("b.onnx"));
        assertThat(folder.resolve("a.onnx")).hasSameBinaryContentAs(folder.resolve("b.onnx"));
    }

    private static double[] classes(float[] features, float[] weight, float[] bias) {
        double[] p = new double[bias.length];
        double total = 0;
        for (int c = 0; c < p.length; c++) {
            double sum = bias[c];
            for (int i = 0; i < features.length; i++) {
                sum += (double) weight[c * features.length + i] * features[i];
            }
            p[c] = Math.exp(sum);
            total += p[c];
        }
        for (int c = 0; c < p.length; c++) {
            p[c] /= total;
        }
        return p;
    }

    private static double sum(double[] p, int from, int to) {
        double sum = 0;
        for (int c = from; c <= to; c++) {
            sum += p[c];
        }
        return sum;
    }

    /** {@code {"w": tensor of shape (2, 3) with strides (1, 2)}} over one storage of six floats. */
    private static byte[] stateDict(float[] values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.");
        write(out, "\u0080\u0002M\u00e9\u0003.");
        write(out, "\u0080\u0002}.");
        write(
                out,
                "\u0080\u0002ccollections\nOrderedDict\n)RX\u0001\0\0\0w" + "ctorch._utils\n_rebuild_tensor_v2\n(("
                        + "X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0kX\u0003\0\0\0cpuK\u0006NtQ"
                        + "K\0K\u0002K\u0003\u0086K\u0001K\u0002\u0086\u0089ccollections\nOrderedDict\n)RtRs.");
        write(out, "\u0080\u0002]X\u0001\0\0\0ka.");
        ByteBuffer raw = ByteBuffer.allocate(8 + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.putLong(values.length);
        for (float value : values) {
            raw.putFloat(value);
        }
        out.writeBytes(raw.array());
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String latin) {
        out.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
    }
}
