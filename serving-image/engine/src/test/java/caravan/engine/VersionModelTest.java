package caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionModelTest {
    @TempDir
    private Path folder;

    @Test
    void a_picture_is_scored_in_one_pass() throws Exception {
        try (VersionModel model = VersionModel.open(TinyOnnx.version(folder.resolve("model.onnx")))) {
            Scores scores = model.score(colour(250, 0, 10));

            assertThat(scores.probabilities()).hasSize(2);
            assertThat(scores.best()).isZero();
            assertThat(scores.probabilities()[0] + scores.probabilities()[1]).isCloseTo(1f, within(1e-5f));
            assertThat(scores.projection()).hasSize(3);
            assertThat(scores.leftover()).isCloseTo((float) Math.hypot(250 / 255.0, 10 / 255.0), within(1e-4f));
            assertThat(scores.watched()).isTrue();
            assertThat(model.score(colour(0, 0, 200)).best()).isEqualTo(1);
        }
    }

    @Test
    void threads_share_a_model_without_mixing_pictures() throws Exception {
        try (VersionModel model = VersionModel.open(TinyOnnx.version(folder.resolve("model.onnx")))) {
            assertThat(IntStream.range(0, 400)
                            .parallel()
                            .allMatch(i -> model.score(i % 2 == 0 ? colour(200, 0, 0) : colour(0, 0, 200))
                                            .best()
                                    == i % 2))
                    .isTrue();
        }
    }

    @Test
    void a_version_without_scores_for_watching_serves_its_probabilities() throws Exception {
        try (VersionModel model = VersionModel.open(TinyOnnx.unwatched(folder.resolve("model.onnx")))) {
            Scores scores = model.score(colour(0, 0, 200));

            assertThat(scores.best()).isEqualTo(1);
            assertThat(scores.watched()).isFalse();
        }
    }

    @Test
    void a_graph_that_is_broken_missing_or_without_the_outputs_is_refused_by_name() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no graph");
        Path backbone = TinyOnnx.backbone(folder.resolve("backbone.onnx"));

        assertThatThrownBy(() -> VersionModel.open(broken))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("broken.onnx");
        assertThatThrownBy(() -> VersionModel.open(folder.resolve("missing.onnx")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no network at");
        assertThatThrownBy(() -> VersionModel.open(backbone)).hasMessageContaining("no output named `probabilities`");
        assertThatThrownBy(() -> VersionModel.open(backbone, "image", Map.of()))
                .hasMessageContaining("no input named `image`");
    }

    @Test
    void the_backbone_gives_features() throws Exception {
        try (Backbone backbone = Backbone.open(TinyOnnx.backbone(folder.resolve("backbone.onnx")))) {
            assertThat(backbone.features(colour(10, 20, 30))).containsExactly(new float[] {10, 20, 30}, within(0.01f));
        }
    }

    static float[] colour(int red, int green, int blue) {
        float[] tensor = new float[PictureTensor.LENGTH];
        int plane = PictureTensor.SIDE * PictureTensor.SIDE;
        Arrays.fill(tensor, 0, plane, red);
        Arrays.fill(tensor, plane, 2 * plane, green);
        Arrays.fill(tensor, 2 * plane, 3 * plane, blue);
        return tensor;
    }
}
