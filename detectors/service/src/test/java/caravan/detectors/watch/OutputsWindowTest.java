package caravan.detectors.watch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.detectors.event.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OutputsWindowTest {
    private final Random random = new Random(1);

    private static Prediction prediction(double... outputs) {
        return new Prediction(outputs, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static List<DriftReport> reports(OutputsWindow window, int predictions, Supplier<double[]> outputs) {
        List<DriftReport> reports = new ArrayList<>();
        for (int i = 0; i < predictions; i++) {
            Prediction prediction = prediction(outputs.get());
            window.check(List.of(prediction));
            window.add(prediction).ifPresent(reports::add);
        }
        return reports;
    }

    private static OutputsWindow after(Supplier<double[]> outputs) {
        OutputsWindow window = new OutputsWindow();
        assertThat(reports(window, 200, outputs)).isEmpty();
        assertThat(window.reference()).isEqualTo(200);
        return window;
    }

    /** Three classes with some probability each. */
    private double[] classes(double first) {
        double[] outputs = {first * random.nextDouble(), random.nextDouble(), 0.5 * random.nextDouble()};
        double sum = outputs[0] + outputs[1] + outputs[2];
        return new double[] {outputs[0] / sum, outputs[1] / sum, outputs[2] / sum};
    }

    @Test
    void predictions_as_before_are_hardly_ever_called_drift() {
        int alarms = 0;
        for (int round = 0; round < 20; round++) {
            OutputsWindow window = after(() -> classes(1));
            for (DriftReport report : reports(window, 50 * 50, () -> classes(1))) {
                assertThat(report.ps()).hasSize(4).allMatch(p -> p >= 0 && p <= 1);
                alarms += report.drift() ? 1 : 0;
            }
        }
        assertThat(alarms).as("of 1,000 windows").isLessThanOrEqualTo(5);
    }

    @Test
    void another_mix_of_classes_is_drift() {
        OutputsWindow window = after(() -> classes(1));
        assertThat(reports(window, 50, () -> classes(6))).hasSize(1).allMatch(DriftReport::drift);
    }

    @Test
    void of_two_probabilities_that_add_up_to_one_one_is_compared() {
        Supplier<double[]> half = () -> {
            double p = random.nextDouble();
            return new double[] {p, 1 - p};
        };
        DriftReport report = reports(after(half), 50, half).get(0);
        assertThat(report.ps()).hasSize(2);
        assertThat(report.level()).isEqualTo(0.0005);
    }

    @Test
    void one_number_is_compared_as_it_is() {
        Supplier<double[]> usual = () -> new double[] {random.nextGaussian()};
        OutputsWindow window = after(usual);
        assertThat(reports(window, 50, usual).get(0).ps()).hasSize(1);
        assertThat(reports(window, 50, () -> new double[] {2 + random.nextGaussian()}))
                .allMatch(DriftReport::drift);
    }

    @Test
    void of_a_thousand_classes_the_largest_probability_and_the_common_classes_are_compared() {
        Supplier<double[]> usual = () -> {
            double[] outputs = new double[1000];
            outputs[random.nextInt(1000)] = random.nextDouble();
            return outputs;
        };
        OutputsWindow window = after(usual);
        DriftReport report = reports(window, 50, usual).get(0);
        assertThat(report.ps()).hasSize(2);
        assertThat(report.drift()).isFalse();
        assertThat(reports(window, 50, () -> {
                    double[] outputs = new double[1000];
                    outputs[7] = random.nextDouble();
                    return outputs;
                }))
                .allMatch(DriftReport::drift);
    }
}
