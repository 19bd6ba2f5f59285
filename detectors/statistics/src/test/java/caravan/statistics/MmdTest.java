package caravan.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MmdTest {
    @Property(tries = 50)
    void the_order_of_rows_does_not_matter(@ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int count) {
        Random random = new Random(seed);
        double[][] x = Rows.gaussian(random, count, 3, 0);
        double[][] y = Rows.gaussian(random, count + 1, 3, 0.5);
        Mmd mmd = Mmd.medianWidth(x);
        double found = mmd.squared(x, y);
        List<double[]> turned = Arrays.asList(x.clone());
        Collections.shuffle(turned, random);
        double[][] shuffled = turned.toArray(double[][]::new);
        assertThat(Mmd.medianWidth(shuffled).sigma()).isCloseTo(mmd.sigma(), within(1e-12));
        assertThat(mmd.squared(shuffled, y)).isCloseTo(found, within(1e-12));
        assertThat(mmd.squared(y, x)).isCloseTo(found, within(1e-12));
    }

    @Property(tries = 50)
    void a_p_value_is_a_probability_and_the_same_for_the_same_seed(@ForAll long seed) {
        Random random = new Random(seed);
        double[][] x = Rows.gaussian(random, 12, 2, 0);
        double[][] y = Rows.gaussian(random, 8, 2, 0);
        Mmd mmd = Mmd.medianWidth(x);
        assertThat(mmd.p(x, y, 200, seed)).isBetween(0.0, 1.0).isEqualTo(mmd.p(x, y, 200, seed));
    }

    @Test
    void a_farther_sample_is_farther() {
        double[][] x = Rows.gaussian(new Random(1), 40, 3, 0);
        Mmd mmd = Mmd.medianWidth(x);
        double before = -1;
        for (double shift : new double[] {0, 0.5, 1, 2, 4}) {
            double found = mmd.squared(x, Rows.gaussian(new Random(2), 30, 3, shift));
            assertThat(found).isGreaterThan(before);
            before = found;
        }
    }

    @Test
    void splits_give_what_splitting_by_hand_gives() {
        double[][] rows = Rows.gaussian(new Random(3), 5, 2, 0);
        Mmd mmd = Mmd.medianWidth(rows);
        double[] found = mmd.splits(rows, 2, 400, 4);
        double[] possible = new double[10];
        int next = 0;
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < i; j++) {
                int a = i;
                int b = j;
                double[][] rest = java.util.stream.IntStream.range(0, 5)
                        .filter(k -> k != a && k != b)
                        .mapToObj(k -> rows[k])
                        .toArray(double[][]::new);
                possible[next++] = mmd.squared(rest, new double[][] {rows[i], rows[j]});
            }
        }
        Arrays.sort(possible);
        assertThat(found).isSorted();
        assertThat(found[0]).isCloseTo(possible[0], within(1e-12));
        assertThat(found[found.length - 1]).isCloseTo(possible[9], within(1e-12));
    }

    @Test
    void equal_rows_have_a_width_too_and_no_other_width_is_taken() {
        assertThat(Mmd.medianWidth(new double[][] {{1}, {1}, {1}}).sigma()).isEqualTo(1);
        for (double sigma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Mmd(sigma)).hasMessageContaining("must be positive");
        }
    }
}
