package caravan.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChiSquareTest {
    @Property(tries = 200)
    void a_p_value_is_a_probability_and_categories_have_no_order(
            @ForAll @Size(4) List<@LongRange(min = 0, max = 500) Long> one,
            @ForAll @Size(4) List<@LongRange(min = 0, max = 500) Long> other) {
        long[] reference = one.stream().mapToLong(Long::longValue).toArray();
        long[] window = other.stream().mapToLong(Long::longValue).toArray();
        Assume.that(sum(reference) > 0 && sum(window) > 0);
        ChiSquare found = ChiSquare.of(reference, window);
        ChiSquare turned = ChiSquare.of(reversed(reference), reversed(window));
        assertThat(found.p()).isBetween(0.0, 1.0);
        assertThat(found.statistic()).isNotNegative();
        assertThat(turned.statistic()).isCloseTo(found.statistic(), within(1e-9 * (1 + found.statistic())));
    }

    @Test
    void equal_shares_are_no_difference() {
        ChiSquare same = ChiSquare.of(new long[] {40, 80, 20}, new long[] {20, 40, 10});
        assertThat(same.statistic()).isCloseTo(0, within(1e-12));
        assertThat(same.p()).isEqualTo(1);
    }

    @Test
    void one_category_tells_nothing_and_an_absent_one_is_left_out() {
        assertThat(ChiSquare.of(new long[] {40, 0}, new long[] {20, 0}).p()).isEqualTo(1);
        assertThat(ChiSquare.of(new long[] {40, 0, 10}, new long[] {20, 0, 20}))
                .isEqualTo(ChiSquare.of(new long[] {40, 10}, new long[] {20, 20}));
    }

    @Test
    void two_categories_are_corrected_for_being_discrete() {
        // by hand: |deviation| of every cell is 2 less 0.5, expected 6, 4, 6, 4
        ChiSquare found = ChiSquare.of(new long[] {8, 2}, new long[] {4, 6});
        assertThat(found.statistic()).isCloseTo(2 * (2.25 / 6 + 2.25 / 4), within(1e-12));
    }

    @Test
    void samples_that_cannot_be_compared_are_refused() {
        assertThatThrownBy(() -> ChiSquare.of(new long[] {1}, new long[] {1, 2}))
                .hasMessageContaining("categories");
        assertThatThrownBy(() -> ChiSquare.of(new long[] {0, 0}, new long[] {1, 2}))
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> ChiSquare.of(new long[] {-1, 3}, new long[] {1, 2}))
                .hasMessageContaining("negative");
    }

    private static long sum(long[] counts) {
        return java.util.Arrays.stream(counts).sum();
    }

    private static long[] reversed(long[] counts) {
        long[] turned = counts.clone();
        for (int i = 0; i < counts.length; i++) {
            turned[i] = counts[counts.length - 1 - i];
        }
        return turned;
    }
}
