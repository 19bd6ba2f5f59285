package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dataset.Sha256;
import caravan.loop.usecase.LabelRule;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PetTest {
    private static final LabelRule LABELS = new LabelRule(List.of("cat", "dog"));

    @TempDir
    Path folder;

    private Path write(String name, int content) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, ByteBuffer.allocate(4).putInt(content).array());
    }

    private static boolean heldOut(int content) {
        return Sha256.heldOut(ByteBuffer.allocate(4).putInt(content).array());
    }

    @Test
    void the_held_out_pictures_are_those_of_the_trials_rule() throws Exception {
        long expected = 0;
        for (int i = 0; i < 100; i++) {
            write("cat." + i + ".jpg", i);
            expected += heldOut(i) ? 1 : 0;
        }
        assertThat(Pet.heldOut(LABELS, folder)).hasSize((int) expected).allMatch(p -> p.label()
                .equals("cat"));
        assertThat(expected).isBetween(10L, 45L);
    }

    @Test
    void pictures_without_a_label_and_second_copies_are_left_out() throws Exception {
        int content = 0;
        while (!heldOut(content)) {
            content++;
        }
        write("bird.1.jpg", content);
        assertThat(Pet.heldOut(LABELS, folder)).isEmpty();
        write("dog/one.jpg", content);
        write("dog/two.jpg", content);
        assertThat(Pet.heldOut(LABELS, folder)).singleElement().satisfies(p -> assertThat(p.label())
                .isEqualTo("dog"));
    }
}
