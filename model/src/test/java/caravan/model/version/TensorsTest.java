package caravan.model.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.model.head.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorsTest {
    @TempDir
    Path folder;

    private static Row row(int number) {
        return new Row(
                String.format("%064x", number),
                number % 2 == 0 ? "cat" : "dog",
                new float[] {number, 0.5f},
                new float[] {1});
    }

    @Test
    void arrays_are_read_as_they_were_written() throws IOException {
        Path file = folder.resolve("a.safetensors");
        new Tensors()
                .text("labels", "cat\ndog")
                .floats("w", new float[] {1, Float.MIN_VALUE}, new float[] {-3, 4})
                .integers("i", new int[] {7, -8, 9})
                .bytes("b", new byte[] {1}, new byte[] {-1})
                .write(file);
        Tensors tensors = Tensors.read(file);
        assertThat(tensors.text("labels")).isEqualTo("cat\ndog");
        assertThat(tensors.floats("w")).isDeepEqualTo(new float[][] {{1, Float.MIN_VALUE}, {-3, 4}});
        assertThat(tensors.integers("i")).containsExactly(7, -8, 9);
        assertThat(tensors.bytes("b")).isDeepEqualTo(new byte[][] {{1}, {-1}});
        assertThatThrownBy(() -> tensors.floats("i")).isInstanceOf(IOException.class);
    }

    @Test
    void a_damaged_file_is_refused() throws IOException {
        Path file = folder.resolve("a.safetensors");
        new Tensors().floats("w", new float[] {1, 2}).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 2));
        assertThatThrownBy(() -> Tensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.safetensors");
    }

    @Test
    void rows_of_two_generations_are_bounded_and_each_content_is_there_once() throws IOException {
        List<Row> parents = new ArrayList<>();
        List<Row> own = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            parents.add(row(2 * i));
            own.add(row(3 * i));
        }
        List<Row> merged = Rows.merged(parents, own);
        assertThat(merged)
                .hasSize(Rows.MOST)
                .extracting(Row::sha256)
                .doesNotHaveDuplicates()
                .isSorted();
        Path file = folder.resolve("rows.safetensors");
        Rows.write(file, merged, List.of("cat", "dog"));
        List<Row> read = Rows.read(file);
        assertThat(read).hasSize(Rows.MOST);
        assertThat(read.get(5).sha256()).isEqualTo(merged.get(5).sha256());
        assertThat(read.get(5).label()).isEqualTo(merged.get(5).label());
        assertThat(read.get(5).features()).containsExactly(merged.get(5).features());
    }
}
