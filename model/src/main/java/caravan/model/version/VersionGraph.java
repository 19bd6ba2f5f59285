package caravan.model.version;

import caravan.model.head.Appearance;
import caravan.model.head.Head;
import caravan.model.head.Projection;
import caravan.model.head.Standard;
import caravan.model.head.Unit;
import caravan.model.onnx.Graph;
import java.util.List;

/**
 * The network that serves a version: the backbone, and on its features the standardisation with the head's probabilities
 * [N, K], and their direction with the projection [N, P] and the norm of what that leaves over [N]. One pass gives all
 * three.
 */
final class VersionGraph {
    private VersionGraph() {}

    /**
     * Writes the graph.
     *
     * @param backbone an ONNX file with output {@code features}
     */
    static byte[] of(byte[] backbone, Standard standard, Head head, Projection projection) {
        int width = standard.mean().length;
        int labels = head.labels().size();
        int components = projection.components().length;
        Graph graph = Graph.continued("caravan-version", backbone);
        graph.weight("standard.mean", new long[] {width}, standard.mean());
        graph.weight("standard.deviation", new long[] {width}, standard.deviation());
        graph.node("Sub", "standard.centred", List.of("features", "standard.mean"));
        graph.node("Div", "standard", List.of("standard.centred", "standard.deviation"));

        graph.weight("head.weight", new long[] {width, labels}, transposed(head.weight()));
        graph.weight("head.bias", new long[] {labels}, head.bias());
        graph.node("Gemm", "head", List.of("standard", "head.weight", "head.bias"));
        graph.node("Softmax", "probabilities", List.of("head"), new Graph.Whole("axis", 1));

        graph.weight("unit.least", new long[0], Unit.LEAST);
        graph.node(
                "ReduceL2",
                "unit.length",
                List.of("features"),
                new Graph.Wholes("axes", List.of(1L)),
                new Graph.Whole("keepdims", 1));
        graph.node("Max", "unit.divisor", List.of("unit.length", "unit.least"));
        graph.node("Div", "unit", List.of("features", "unit.divisor"));

        graph.weight("projection.mean", new long[] {width}, projection.mean());
        graph.weight("projection.down", new long[] {width, components}, transposed(projection.components()));
        graph.weight("projection.up", new long[] {components, width}, flat(projection.components()));
        graph.node("Sub", "projection.centred", List.of("unit", "projection.mean"));
        graph.node("MatMul", "projection.along", List.of("projection.centred", "projection.down"));
        graph.node("MatMul", "projection.back", List.of("projection.along", "projection.up"));
        graph.node("Sub", "projection.rest", List.of("projection.centred", "projection.back"));
        graph.node(
                "ReduceL2",
                "leftover",
                List.of("projection.rest"),
                new Graph.Wholes("axes", List.of(1L)),
                new Graph.Whole("keepdims", 0));

        String look = Appearance.nodes(graph, "picture");
        graph.weight("look.middle", new long[] {Appearance.COUNT}, projection.lookMean());
        graph.weight("look.scale", new long[] {Appearance.COUNT}, projection.lookScale());
        graph.node("Sub", "look.centred", List.of(look, "look.middle"));
        graph.node("Div", "look.scaled", List.of("look.centred", "look.scale"));
        graph.node("Concat", "projection", List.of("projection.along", "look.scaled"), new Graph.Whole("axis", 1));

        graph.output("probabilities", labels);
        graph.output("projection", projection.size());
        graph.output("leftover");
        return graph.bytes();
    }

    private static float[] transposed(float[][] rows) {
        int width = rows[0].length;
        float[] out = new float[rows.length * width];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < width; i++) {
                out[i * rows.length + r] = rows[r][i];
            }
        }
        return out;
    }

    private static float[] flat(float[][] rows) {
        int width = rows[0].length;
        float[] out = new float[rows.length * width];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, out, r * width, width);
        }
        return out;
    }
}
