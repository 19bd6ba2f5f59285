package caravan.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftDetectorTest {
    private static final double[][] REFERENCE = Rows.gaussian(new Random(1), 100, 8, 0);
    private static final DriftDetector DETECTOR = DriftFitter.fit(REFERENCE, DriftSettings.usual(7));

    @TempDir
    Path folder;

    @Property(tries = 100)
    void every_p_value_is_a_probability_and_the_order_of_rows_does_not_matter(
            @ForAll long seed, @ForAll @DoubleRange(min = -2, max = 2) double shift) {
        double[][] window = Rows.gaussian(new Random(seed), DETECTOR.window(), 8, shift);
        DriftVerdict found = DETECTOR.judge(window);
        List<double[]> rows = Arrays.asList(window.clone());
        Collections.shuffle(rows, new Random(seed));
        DriftVerdict again = DETECTOR.judge(rows.toArray(double[][]::new));
        assertThat(Arrays.stream(found.ps()).allMatch(p -> p >= 0 && p <= 1)).isTrue();
        assertThat(again.drift()).isEqualTo(found.drift());
        assertThat(again.ps()).containsExactly(found.ps());
        assertThat(again.mmd()).isCloseTo(found.mmd(), within(1e-12));
        assertThat(DETECTOR.drifted(window, DETECTOR.critical())).isEqualTo(found.drift());
    }

    @Test
    void the_levels_of_all_tests_together_are_the_family_wise_alpha() {
        DriftVerdict verdict = DETECTOR.judge(Rows.gaussian(new Random(2), DETECTOR.window(), 8, 0));

        assertThat(verdict.level() * 8 + 0.0005).isCloseTo(0.001, within(1e-15));
        assertThat(DETECTOR.familyWiseAlpha()).isEqualTo(0.001);
        assertThat(DriftSettings.usual(1).permutations()).isGreaterThanOrEqualTo(20_000);
    }

    @Test
    void the_threshold_is_what_chance_exceeds_in_one_of_two_thousand_permutations() {
        Mmd mmd = Mmd.medianWidth(single(REFERENCE));
        double[] chance = mmd.splits(single(REFERENCE), 50, 20_000, 7);

        double threshold = DETECTOR.judge(Rows.gaussian(new Random(2), DETECTOR.window(), 8, 0))
                .mmdThreshold();

        assertThat(Arrays.stream(chance).filter(c -> c > threshold).count()).isBetween(8L, 10L);
    }

    @Test
    void a_shift_of_the_whole_or_of_one_component_is_drift_and_none_is_not() {
        Random random = new Random(5);
        int calm = 0;
        int whole = 0;
        int one = 0;
        for (int i = 0; i < 50; i++) {
            double[][] window = Rows.gaussian(random, DETECTOR.window(), 8, 0);
            calm += DETECTOR.judge(window).drift() ? 1 : 0;
            double[][] shifted = Rows.gaussian(random, DETECTOR.window(), 8, 0);
            for (double[] row : window) {
                row[3] += 2;
            }
            for (double[] row : shifted) {
                Arrays.setAll(row, c -> row[c] + 1);
            }
            whole += DETECTOR.judge(shifted).drift() ? 1 : 0;
            one += DETECTOR.judge(window).drift() ? 1 : 0;
        }
        assertThat(calm).isZero();
        assertThat(whole).isEqualTo(50);
        assertThat(one).isGreaterThanOrEqualTo(48);
    }

    @Test
    void the_power_that_the_fitting_found_is_what_fresh_windows_have() {
        double shift = DETECTOR.power().allComponents();
        assertThat(share(shift, false)).isGreaterThan(0.6);
        assertThat(share(shift / 2, false)).isLessThan(0.6);
        double alone = DETECTOR.power().oneComponent();
        assertThat(share(alone, true)).isGreaterThan(0.6);
        assertThat(share(alone / 2, true)).isLessThan(0.6);
        assertThat(alone).isGreaterThan(shift);
    }

    private static double share(double shift, boolean one) {
        Random random = new Random(11);
        int alarms = 0;
        for (int w = 0; w < 100; w++) {
            double[][] window = Rows.gaussian(random, DETECTOR.window(), 8, 0);
            for (double[] row : window) {
                for (int c = 0; c < 8; c++) {
                    row[c] += !one || w % 8 == c ? shift : 0;
                }
            }
            alarms += DETECTOR.judge(window).drift() ? 1 : 0;
        }
        return alarms / 100.0;
    }

    @Test
    void a_larger_window_sees_smaller_shifts() {
        DriftDetector small = DriftFitter.fit(REFERENCE, new DriftSettings(0.001, 10, 5_000, 7));
        assertThat(small.power().allComponents()).isGreaterThan(DETECTOR.power().allComponents());
    }

    @Test
    void a_reference_too_small_for_so_rare_an_alarm_gives_none_and_says_so() {
        DriftDetector blind = DriftFitter.fit(Rows.gaussian(new Random(3), 8, 8, 0), quick());
        double[][] far = Rows.gaussian(new Random(4), blind.window(), 8, 100);
        assertThat(blind.power().any()).isFalse();
        assertThat(blind.judge(far).drift()).isFalse();
    }

    @Test
    void the_window_is_half_the_reference_and_at_most_fifty() {
        assertThat(DriftFitter.fit(Rows.gaussian(new Random(3), 46, 4, 0), quick())
                        .window())
                .isEqualTo(23);
        assertThat(DriftFitter.fit(Rows.gaussian(new Random(3), 300, 4, 0), quick())
                        .window())
                .isEqualTo(50);
        assertThat(DriftFitter.fit(Rows.gaussian(new Random(3), 9, 4, 0), quick())
                        .window())
                .isEqualTo(8);
    }

    @Test
    void a_file_gives_back_the_same_detector_and_the_same_bytes() throws Exception {
        Path file = folder.resolve("drift.json");
        DETECTOR.write(file);
        DriftDetector read = DriftDetector.read(file);
        double[][] window = Rows.gaussian(new Random(2), DETECTOR.window(), 8, 0.4);

        assertThat(read.bytes()).isEqualTo(DETECTOR.bytes());
        assertThat(DriftFitter.fit(REFERENCE, DriftSettings.usual(7)).bytes()).isEqualTo(DETECTOR.bytes());
        assertThat(read.judge(window)).usingRecursiveComparison().isEqualTo(DETECTOR.judge(window));
        assertThat(read.power()).isEqualTo(DETECTOR.power());
    }

    @Test
    void a_file_that_is_none_of_ours_is_refused_by_name() {
        for (String text : List.of("", "null", "[]", "{", "{\"format\":1}")) {
            assertThatThrownBy(() -> DriftDetector.of(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessageContaining("drift detector's file");
        }
        String newer = new String(DETECTOR.bytes(), StandardCharsets.UTF_8).replace("\"format\":1", "\"format\":2");
        assertThatThrownBy(() -> DriftDetector.of(newer.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("format 2")
                .hasMessageContaining("update");
    }

    @Test
    void windows_and_rows_that_do_not_fit_are_refused() {
        assertThatThrownBy(() -> DETECTOR.judge(new double[3][8])).hasMessageContaining("3 rows");
        double[][] window = Rows.gaussian(new Random(2), DETECTOR.window(), 8, 0);
        window[4] = new double[5];
        assertThatThrownBy(() -> DETECTOR.judge(window)).hasMessageContaining("5 values");
        window[4] = new double[] {0, 0, 0, Double.NaN, 0, 0, 0, 0};
        assertThatThrownBy(() -> DETECTOR.judge(window)).hasMessageContaining("no finite number");
        assertThatThrownBy(() -> DriftFitter.fit(new double[7][2], quick())).hasMessageContaining("at least 8 rows");
    }

    private static DriftSettings quick() {
        return new DriftSettings(0.001, 0, 1_000, 1);
    }

    private static double[][] single(double[][] rows) {
        double[][] single = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            single[i] = Arrays.stream(rows[i]).map(v -> (float) v).toArray();
        }
        return single;
    }
}
