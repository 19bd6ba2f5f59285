package caravan.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutlierDetectorTest {
    @TempDir
    Path folder;

    @Property(tries = 200)
    void of_a_score_more_and_those_known_at_most_the_rate_is_above_the_threshold(
            @ForAll @Size(min = 1, max = 200) double @DoubleRange(min = -1e3, max = 1e3) [] scores,
            @ForAll @DoubleRange(min = 0.005, max = 0.5) @Scale(3) double rate) {
        OutlierDetector detector = OutlierFitter.fit(scores, new OutlierSettings(rate));
        long above = Arrays.stream(scores).filter(detector::outlier).count();
        // exchangeable scores: the new one takes each rank among n + 1 with the same probability
        assertThat(above).isLessThanOrEqualTo((long) Math.floor(detector.rate() * (scores.length + 1) + 1e-9));
        if (scores.length >= 1 / rate - 1) {
            assertThat(detector.rate()).isLessThanOrEqualTo(rate + 1e-9);
        }
    }

    @Test
    void fresh_scores_are_flagged_at_the_rate() {
        Random random = new Random(1);
        int flagged = 0;
        for (int round = 0; round < 400; round++) {
            double[] known = random.doubles(60).map(u -> Math.exp(3 * u)).toArray();
            OutlierDetector detector = OutlierFitter.fit(known, OutlierSettings.usual());
            for (int i = 0; i < 25; i++) {
                flagged += detector.outlier(Math.exp(3 * random.nextDouble())) ? 1 : 0;
            }
        }
        assertThat(flagged / 10_000.0).isBetween(0.03, 0.055);
    }

    @Test
    void the_threshold_is_the_score_of_the_conformal_rank_whatever_the_order() {
        double[] scores = new double[99];
        Arrays.setAll(scores, i -> 99 - i);
        OutlierDetector detector = OutlierFitter.fit(scores, OutlierSettings.usual());
        assertThat(detector.threshold()).isEqualTo(95);
        assertThat(detector.outlier(95)).isFalse();
        assertThat(detector.outlier(95.5)).isTrue();
        assertThat(detector.count()).isEqualTo(99);
    }

    @Test
    void too_few_scores_give_the_largest_and_say_which_rate_that_is() {
        OutlierDetector detector = OutlierFitter.fit(new double[] {3, 1, 2}, OutlierSettings.usual());
        assertThat(detector.threshold()).isEqualTo(3);
        assertThat(detector.rate()).isEqualTo(0.25);
    }

    @Test
    void a_file_gives_back_the_same_detector_and_the_same_bytes() throws Exception {
        OutlierDetector detector = new OutlierDetector(0.1 + 0.2, 0.05, 60);
        Path file = folder.resolve("outlier.json");
        detector.write(file);
        assertThat(OutlierDetector.read(file)).isEqualTo(detector);
        assertThat(OutlierDetector.read(file).bytes()).isEqualTo(detector.bytes());
        assertThatThrownBy(() -> OutlierDetector.of("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("outlier detector's file");
    }

    @Test
    void scores_and_rates_that_are_none_are_refused() {
        assertThatThrownBy(() -> OutlierFitter.fit(new double[0], OutlierSettings.usual()))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> OutlierFitter.fit(new double[] {Double.NaN}, OutlierSettings.usual()))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new OutlierSettings(1)).hasMessageContaining("between 0 and 1");
    }
}
