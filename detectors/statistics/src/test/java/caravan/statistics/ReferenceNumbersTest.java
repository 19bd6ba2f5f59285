package caravan.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.statistics.KolmogorovSmirnov.Side;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers that alibi-detect 0.13.0 (with SciPy 1.17.1 and PyTorch) gives for data of a closed form. Nothing but the
 * numbers comes from there; it computes in single precision.
 */
class ReferenceNumbersTest {
    private static final Percentage MILLIONTH = Percentage.withPercentage(1e-4);
    private static final double[][] REFERENCE = waves(60, 0, 1, 0);
    private static final double[][] ALIKE = waves(40, 2, 1, 0);
    private static final double[][] SHIFTED = waves(40, 2, 1.3, 0.6);

    private static double[][] waves(int count, double phase, double scale, double shift) {
        double[][] rows = new double[count][4];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 4; j++) {
                rows[i][j] = shift
                        + scale * Math.sin(0.37 * (i + 1) * (j + 1) + phase)
                        + 0.25 * Math.cos(1.7 * i + 0.9 * j + phase);
            }
        }
        return rows;
    }

    @Test
    void the_data_is_the_same() {
        assertThat(REFERENCE[0])
                .containsExactly(
                        new double[] {0.611615431964962, 0.8296904036958112, 0.8388981620067758, 0.7698628090333748},
                        within(1e-12));
        assertThat(SHIFTED[0])
                .containsExactly(
                        new double[] {1.4024243506011336, 0.8654106712805902, 0.44332168998878585, 0.165322089447323},
                        within(1e-12));
    }

    @Test
    void kolmogorov_and_smirnov_of_each_component() {
        components(
                ALIKE,
                Side.BOTH,
                new double[] {0.125, 0.0833333358168602, 0.0833333358168602, 0.07500000298023224},
                new double[] {0.8035011291503906, 0.991178572177887, 0.991178572177887, 0.9976752400398254});
        double[] distances = {0.3166666626930237, 0.32499998807907104, 0.32499998807907104, 0.32499998807907104};
        components(SHIFTED, Side.BOTH, distances, new double[] {
            0.012238120660185814, 0.009315505623817444, 0.009315505623817444, 0.009315505623817444
        });
        components(SHIFTED, Side.GREATER, distances, new double[] {
            0.006042793393135071, 0.004638643469661474, 0.004638643469661474, 0.004638643469661474
        });
        components(SHIFTED, Side.LESS, new double[4], new double[] {1, 1, 1, 1});
    }

    private static void components(double[][] window, Side side, double[] statistics, double[] ps) {
        double[][] reference = DriftDetector.sortedColumns(REFERENCE);
        double[][] columns = DriftDetector.sortedColumns(window);
        for (int c = 0; c < 4; c++) {
            double statistic = KolmogorovSmirnov.statistic(reference[c], columns[c], side);
            assertThat(statistic).isCloseTo(statistics[c], within(1e-7));
            assertThat(KolmogorovSmirnov.p(statistic, 60, 40, side)).isCloseTo(ps[c], MILLIONTH);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "kstwo.csv", numLinesToSkip = 1)
    void the_exact_distribution(double d, int n, double probability) {
        double found = KolmogorovSmirnov.survival(d, n);
        if (probability < 1e-12) {
            assertThat(found).isCloseTo(probability, within(1e-13));
        } else {
            assertThat(found).isCloseTo(probability, MILLIONTH);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0542,7.993121e-07", "0.0166,0.49101472", "0.0352,0.00397916"})
    void large_windows_against_a_large_reference(double d, double p) {
        assertThat(KolmogorovSmirnov.p(d, 5000, 5000, Side.BOTH)).isCloseTo(p, Percentage.withPercentage(2e-4));
    }

    @Test
    void chi_square_of_categories() {
        ChiSquare four = ChiSquare.of(counts(4, 80, i -> (7 * i + 3) % 4), counts(4, 50, i -> i * i % 4));
        assertThat(four.statistic()).isCloseTo(36.11111068725586, MILLIONTH);
        assertThat(four.p()).isCloseTo(7.094062937085255e-08, MILLIONTH);
        ChiSquare three = ChiSquare.of(counts(3, 80, i -> 5 * i % 3), counts(3, 50, i -> i % 5 == 0 ? 1 : 0));
        assertThat(three.statistic()).isCloseTo(31.381633758544922, MILLIONTH);
        assertThat(three.p()).isCloseTo(1.5330802227708737e-07, MILLIONTH);
    }

    private static long[] counts(int categories, int count, IntUnaryOperator category) {
        long[] counts = new long[categories];
        for (int i = 0; i < count; i++) {
            counts[category.applyAsInt(i)]++;
        }
        return counts;
    }

    @Test
    void maximum_mean_discrepancy() {
        Mmd mmd = Mmd.medianWidth(REFERENCE);
        assertThat(mmd.sigma()).isCloseTo(1.4167461395263672, MILLIONTH);
        Mmd given = new Mmd(1.4167461395263672);
        assertThat(given.kernel(REFERENCE[0], REFERENCE[1])).isCloseTo(0.877771192628287, MILLIONTH);
        assertThat(given.squared(REFERENCE, ALIKE)).isCloseTo(-0.013523291746055599, within(1e-7));
        assertThat(given.squared(REFERENCE, SHIFTED)).isCloseTo(0.10485902944326242, within(1e-7));
    }

    @Test
    void permutation_test() {
        Mmd mmd = Mmd.medianWidth(REFERENCE);
        assertThat(mmd.p(REFERENCE, ALIKE, 1000, 1)).isCloseTo(0.918, within(0.03));
        assertThat(mmd.p(REFERENCE, SHIFTED, 1000, 1)).isCloseTo(0, within(0.03));
        double[][] all = Arrays.copyOf(REFERENCE, 100);
        System.arraycopy(SHIFTED, 0, all, 60, 40);
        double[] chance = mmd.splits(all, 40, 1000, 1);
        assertThat(chance[949]).isCloseTo(0.0205, within(0.01));
    }
}
