package caravan.model.backbone;

import caravan.model.onnx.Graph;
import caravan.model.onnx.Graph.Whole;
import caravan.model.onnx.Graph.Wholes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * EfficientNet-lite0 up to its pooled features as an ONNX graph: input {@code picture} (float [N, 3, 224, 224], RGB,
 * 0..255), output {@code features} (float [N, 1280]). Batch normalisation is folded into the convolutions.
 */
final class EfficientNetLite0 {
    /** Length of the features. */
    static final int FEATURES = 1280;

    private static final int SIDE = 224;
    private static final double EPSILON = 1e-3;

    /** A row of blocks of one width; the stride is the first block's. */
    private record Stage(int repeats, int kernel, int stride, int expansion, int width) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 1, 16),
            new Stage(2, 3, 2, 6, 24),
            new Stage(2, 5, 2, 6, 40),
            new Stage(3, 3, 2, 6, 80),
            new Stage(3, 5, 1, 6, 112),
            new Stage(4, 5, 2, 6, 192),
            new Stage(1, 3, 1, 6, 320));

    private final Map<String, Tensor> weights;
    private final Graph graph = Graph.named("efficientnet-lite0");

    private EfficientNetLite0(Map<String, Tensor> weights) {
        this.weights = weights;
    }

    /**
     * Writes the graph.
     *
     * @param weights the state dict
     * @throws IOException where a weight is missing or has another shape
     */
    static byte[] graph(Map<String, Tensor> weights) throws IOException {
        EfficientNetLite0 network = new EfficientNetLite0(weights);
        network.build();
        return network.graph.bytes();
    }

    private void build() throws IOException {
        graph.input("picture", 3, SIDE, SIDE);
        graph.weight("middle", new long[0], 127);
        graph.weight("range", new long[0], 128);
        graph.weight("zero", new long[0], 0);
        graph.weight("six", new long[0], 6);
        String value = graph.node("Sub", "centred", List.of("picture", "middle"));
        value = graph.node("Div", "normalised", List.of(value, "range"));
        value = relu6(convolution(value, "_conv_stem", "_bn0", 32, 3, 3, 2, 1));
        int width = 32;
        int block = 0;
        for (Stage stage : STAGES) {
            for (int i = 0; i < stage.repeats; i++) {
                value = block("_blocks." + block++, value, width, stage, i == 0 ? stage.stride : 1);
                width = stage.width;
            }
        }
        value = relu6(convolution(value, "_conv_head", "_bn1", FEATURES, width, 1, 1, 1));
        value = graph.node("GlobalAveragePool", "pooled", List.of(value));
        graph.node("Flatten", "features", List.of(value), new Whole("axis", 1));
        graph.output("features", FEATURES);
    }

    private String block(String name, String input, int width, Stage stage, int stride) throws IOException {
        String value = input;
        int inner = width * stage.expansion;
        if (stage.expansion > 1) {
            value = relu6(convolution(value, name + "._expand_conv", name + "._bn0", inner, width, 1, 1, 1));
        }
        value = relu6(
                convolution(value, name + "._depthwise_conv", name + "._bn1", inner, 1, stage.kernel, stride, inner));
        value = convolution(value, name + "._project_conv", name + "._bn2", stage.width, inner, 1, 1, 1);
        return stride == 1 && width == stage.width ? graph.node("Add", name, List.of(value, input)) : value;
    }

    private String convolution(
            String input, String name, String norm, int out, int in, int kernel, int stride, int groups)
            throws IOException {
        float[] weight = tensor(name + ".weight", out, in, kernel, kernel).clone();
        float[] gamma = tensor(norm + ".weight", out);
        float[] beta = tensor(norm + ".bias", out);
        float[] mean = tensor(norm + ".running_mean", out);
        float[] variance = tensor(norm + ".running_var", out);
        float[] bias = new float[out];
        int each = weight.length / out;
        for (int channel = 0; channel < out; channel++) {
            double scale = gamma[channel] / Math.sqrt(variance[channel] + EPSILON);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                weight[i] = (float) (weight[i] * scale);
            }
            bias[channel] = (float) (beta[channel] - mean[channel] * scale);
        }
        graph.weight(name + ".weight", new long[] {out, in, kernel, kernel}, weight);
        graph.weight(name + ".bias", new long[] {out}, bias);
        long padding = (long) kernel - stride;
        long before = padding / 2;
        long after = padding - before;
        return graph.node(
                "Conv",
                name,
                List.of(input, name + ".weight", name + ".bias"),
                new Whole("group", groups),
                new Wholes("kernel_shape", List.of((long) kernel, (long) kernel)),
                new Wholes("strides", List.of((long) stride, (long) stride)),
                new Wholes("pads", List.of(before, before, after, after)));
    }

    private String relu6(String input) {
        return graph.node("Clip", input + ".relu6", List.of(input, "zero", "six"));
    }

    private float[] tensor(String name, long... shape) throws IOException {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IOException("no weights named " + name + ": this is not EfficientNet-lite0");
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IOException(name + " has shape " + Arrays.toString(tensor.shape()) + ", not "
                    + Arrays.toString(shape) + ": this is not EfficientNet-lite0");
        }
        return tensor.values();
    }
}
