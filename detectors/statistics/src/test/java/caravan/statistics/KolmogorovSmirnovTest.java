package caravan.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.statistics.KolmogorovSmirnov.Side;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {
    @Property(tries = 300)
    void the_statistic_is_the_largest_distance_of_the_distribution_functions(
            @ForAll @Size(min = 1, max = 30) double @DoubleRange(min = -3, max = 3) [] reference,
            @ForAll @Size(min = 1, max = 30) double @DoubleRange(min = -3, max = 3) [] window) {
        Arrays.sort(reference);
        Arrays.sort(window);
        double above = 0;
        double below = 0;
        for (double[] values : new double[][] {reference, window}) {
            for (double x : values) {
                double difference = share(reference, x) - share(window, x);
                above = Math.max(above, difference);
                below = Math.max(below, -difference);
            }
        }
        assertThat(KolmogorovSmirnov.statistic(reference, window, Side.GREATER)).isCloseTo(above, within(1e-12));
        assertThat(KolmogorovSmirnov.statistic(reference, window, Side.LESS)).isCloseTo(below, within(1e-12));
        assertThat(KolmogorovSmirnov.statistic(reference, window, Side.BOTH))
                .isCloseTo(Math.max(above, below), within(1e-12))
                .isEqualTo(KolmogorovSmirnov.statistic(window, reference, Side.BOTH));
    }

    private static double share(double[] values, double x) {
        return (double) Arrays.stream(values).filter(v -> v <= x).count() / values.length;
    }

    @Property(tries = 300)
    void a_p_value_is_a_probability_that_falls_with_the_statistic(
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll @IntRange(min = 1, max = 300) int m,
            @ForAll Side side) {
        double larger = KolmogorovSmirnov.p(Math.min(one, other), n, m, side);
        double smaller = KolmogorovSmirnov.p(Math.max(one, other), n, m, side);
        assertThat(larger).isBetween(0.0, 1.0);
        assertThat(smaller).isBetween(0.0, larger + 1e-12);
    }

    @Property(tries = 60)
    void a_quantile_is_the_statistic_of_its_probability(
            @ForAll @DoubleRange(min = 1e-6, max = 0.5) @Scale(6) double p,
            @ForAll @IntRange(min = 2, max = 100) int n) {
        assertThat(KolmogorovSmirnov.survival(KolmogorovSmirnov.quantile(p, n), n))
                .isCloseTo(p, within(1e-7));
    }

    @Test
    void the_exact_probability_is_that_of_every_order() {
        // two values among four: of the 6 orders, 2 keep each sample together
        assertThat(KolmogorovSmirnov.exact(4, 2, 2)).isCloseTo(2.0 / 6, within(1e-15));
        assertThat(KolmogorovSmirnov.exact(2, 2, 2)).isEqualTo(1);
        assertThat(KolmogorovSmirnov.exact(64, 8, 8)).isCloseTo(2.0 / 12_870, within(1e-15));
    }

    @Test
    void a_level_holds_exactly_and_is_nothing_where_the_samples_are_too_small() {
        assertThat(KolmogorovSmirnov.level(1e-5, 8, 8)).isZero();
        assertThat(KolmogorovSmirnov.level(1.35e-5, 46, 23)).isEqualTo(1.35e-5);
        for (int n : new int[] {12, 16, 24, 60}) {
            double alpha = 1e-4;
            double level = KolmogorovSmirnov.level(alpha, n, n / 2);
            assertThat(level).isBetween(0.0, alpha);
            for (long step = 1; step <= (long) n * (n / 2); step++) {
                if (KolmogorovSmirnov.p((double) step / n / (n / 2), n, n / 2, Side.BOTH) < level) {
                    assertThat(KolmogorovSmirnov.exact(step, n, n / 2)).isLessThanOrEqualTo(alpha);
                }
            }
        }
    }

    @Test
    void equal_values_on_both_sides_count_as_one_step() {
        double[] zeros = {-0.0, 0.0, 0.0};
        assertThat(KolmogorovSmirnov.statistic(zeros, new double[] {0.0}, Side.BOTH))
                .isZero();
        assertThat(KolmogorovSmirnov.statistic(new double[] {1}, new double[] {2}, Side.GREATER))
                .isEqualTo(1);
        assertThat(KolmogorovSmirnov.statistic(new double[] {1}, new double[] {2}, Side.LESS))
                .isZero();
    }
}
