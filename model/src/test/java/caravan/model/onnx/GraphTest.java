package caravan.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import caravan.engine.Backbone;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphTest {
    @TempDir
    Path folder;

    private static Graph means() {
        Graph graph = Graph.named("means");
        graph.input("picture", 3, PictureTensor.SIDE, PictureTensor.SIDE);
        graph.node("GlobalAveragePool", "pooled", List.of("picture"));
        graph.node("Flatten", "features", List.of("pooled"), new Graph.Whole("axis", 1));
        graph.output("features", 3);
        return graph;
    }

    @Test
    void onnx_runtime_reads_what_is_written() throws IOException {
        Path file = Files.write(folder.resolve("means.onnx"), means().bytes());
        float[] picture = new float[PictureTensor.LENGTH];
        Arrays.fill(picture, 0, PictureTensor.LENGTH / 3, 9);
        try (Backbone backbone = Backbone.open(file)) {
            assertThat(backbone.features(picture)).containsExactly(9, 0, 0);
        }
    }

    @Test
    void a_graph_is_continued_from_its_file() throws IOException {
        Graph graph = Graph.continued("version", means().bytes());
        graph.weight("w", new long[] {3, 2}, 1, 0, 0, 1, 0, 0);
        graph.node("MatMul", "logits", List.of("features", "w"));
        graph.node("Softmax", "probabilities", List.of("logits"), new Graph.Whole("axis", 1));
        graph.output("probabilities", 2);
        Path file = Files.write(folder.resolve("version.onnx"), graph.bytes());
        float[] picture = new float[PictureTensor.LENGTH];
        Arrays.fill(picture, 0, PictureTensor.LENGTH / 3, 1);
        try (VersionModel model = VersionModel.open(file)) {
            assertThat(model.score(picture).probabilities()[0])
                    .isCloseTo((float) (Math.E / (Math.E + 1)), within(1e-6f));
        }
    }

    @Test
    void weights_that_do_not_fit_their_shape_are_refused() {
        assertThatThrownBy(() -> means().weight("w", new long[] {2, 2}, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w has 3 values, its shape 4");
    }

    @Test
    void something_else_is_no_graph_to_continue() {
        assertThatThrownBy(() -> Graph.continued("v", new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not an ONNX model");
    }
}
