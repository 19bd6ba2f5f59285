package caravan.model.head;

import caravan.engine.PictureTensor;
import caravan.model.onnx.Graph;
import java.util.List;

/**
 * How a picture looks, whatever it shows: lightness, red against blue, green against both, contrast, sharpness. A
 * backbone is taught to overlook just these, so that a darkened or tinted camera would hardly move its features.
 */
public final class Appearance {
    /** How many numbers there are. */
    public static final int COUNT = 5;

    private static final int SIDE = PictureTensor.SIDE;
    private static final int AREA = SIDE * SIDE;
    private static final float[] LIGHT = {0.299f, 0.587f, 0.114f};
    private static final float[][] COLOUR = {{1, 0, -1}, {-0.5f, 1, -0.5f}};

    private Appearance() {}

    /**
     * Measures a picture.
     *
     * @param picture {@link PictureTensor#LENGTH} values 0..255
     * @return {@link #COUNT} numbers, in grey levels
     */
    public static float[] of(float[] picture) {
        double[] means = new double[3];
        float[] light = new float[AREA];
        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            for (int i = 0; i < AREA; i++) {
                float value = picture[channel * AREA + i];
                sum += value;
                light[i] += LIGHT[channel] * value;
            }
            means[channel] = sum / AREA;
        }
        double mean = 0;
        for (float value : light) {
            mean += value / AREA;
        }
        double squares = 0;
        for (float value : light) {
            squares += (value - mean) * (value - mean);
        }
        float[] out = new float[COUNT];
        out[0] = (float) mean;
        for (int c = 0; c < COLOUR.length; c++) {
            for (int channel = 0; channel < 3; channel++) {
                out[1 + c] += (float) (COLOUR[c][channel] * means[channel]);
            }
        }
        out[3] = (float) Math.sqrt(squares / AREA);
        out[4] = (float) edges(light);
        return out;
    }

    /** The mean strength of the Laplacian. */
    private static double edges(float[] light) {
        double sum = 0;
        for (int y = 1; y < SIDE - 1; y++) {
            for (int x = 1; x < SIDE - 1; x++) {
                int at = y * SIDE + x;
                sum += Math.abs(4 * light[at] - light[at - 1] - light[at + 1] - light[at - SIDE] - light[at + SIDE]);
            }
        }
        return sum / ((SIDE - 2) * (SIDE - 2));
    }

    /**
     * Adds the same measurements to a graph.
     *
     * @param picture the graph's input
     * @return the name of the value [N, {@link #COUNT}]
     */
    public static String nodes(Graph graph, String picture) {
        graph.weight("look.light.weight", new long[] {1, 3, 1, 1}, LIGHT);
        graph.node("Conv", "look.light", List.of(picture, "look.light.weight"));
        graph.node("GlobalAveragePool", "look.mean", List.of("look.light"));
        graph.node("Flatten", "look.lightness", List.of("look.mean"), new Graph.Whole("axis", 1));

        graph.node("GlobalAveragePool", "look.channels", List.of(picture));
        graph.node("Flatten", "look.rgb", List.of("look.channels"), new Graph.Whole("axis", 1));
        graph.weight(
                "look.colour.weight",
                new long[] {3, 2},
                COLOUR[0][0],
                COLOUR[1][0],
                COLOUR[0][1],
                COLOUR[1][1],
                COLOUR[0][2],
                COLOUR[1][2]);
        graph.node("MatMul", "look.colour", List.of("look.rgb", "look.colour.weight"));

        graph.node("Sub", "look.off", List.of("look.light", "look.mean"));
        graph.node("Mul", "look.squares", List.of("look.off", "look.off"));
        graph.node("GlobalAveragePool", "look.variance", List.of("look.squares"));
        graph.node("Sqrt", "look.deviation", List.of("look.variance"));
        graph.node("Flatten", "look.contrast", List.of("look.deviation"), new Graph.Whole("axis", 1));

        graph.weight("look.edge.weight", new long[] {1, 1, 3, 3}, 0, -1, 0, -1, 4, -1, 0, -1, 0);
        graph.node("Conv", "look.edge", List.of("look.light", "look.edge.weight"));
        graph.node("Abs", "look.edges", List.of("look.edge"));
        graph.node("GlobalAveragePool", "look.strength", List.of("look.edges"));
        graph.node("Flatten", "look.sharpness", List.of("look.strength"), new Graph.Whole("axis", 1));
        return graph.node(
                "Concat",
                "look",
                List.of("look.lightness", "look.colour", "look.contrast", "look.sharpness"),
                new Graph.Whole("axis", 1));
    }
}
