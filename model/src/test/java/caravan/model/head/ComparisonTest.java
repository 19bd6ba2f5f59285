package caravan.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final List<String> LABELS = List.of("cat", "dog");
    private static final float[] CAT = {0.9f, 0.1f};
    private static final float[] DOG = {0.1f, 0.9f};

    @Test
    void child_and_parent_are_counted_on_the_same_rows() {
        Comparison comparison = Comparison.of(
                new int[] {0, 0, 0, 1, 1},
                new float[][] {CAT, CAT, DOG, DOG, CAT},
                Optional.of(new float[][] {CAT, DOG, CAT, DOG, CAT}),
                LABELS);
        assertThat(comparison.right()).isEqualTo(3);
        assertThat(comparison.parentRight()).contains(3);
        assertThat(comparison.childOnly()).isEqualTo(1);
        assertThat(comparison.parentOnly()).isEqualTo(1);
        assertThat(comparison.majority()).isEqualTo(3);
        assertThat(comparison.accuracy()).isEqualTo(0.6);
        assertThat(comparison.calibrationError()).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void without_a_parent_there_is_nothing_to_compare_with() {
        Comparison comparison = Comparison.of(new int[] {1}, new float[][] {DOG}, Optional.empty(), LABELS);
        assertThat(comparison.parentRight()).isEmpty();
        assertThat(comparison.parentAccuracy()).isEmpty();
    }
}
