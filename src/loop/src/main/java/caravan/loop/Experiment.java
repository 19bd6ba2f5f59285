package caravan.loop;

import java.util.Optional;
import java.util.Set;

/**
 * An experiment of Determined.
 *
 * @param id Determined's number
 * @param state where it stands
 * @param labels all labels, Caravan's and others
 * @param forkedFrom the experiment whose code it reuses, if it is a fork
 * @param progress 0 to 1 where Determined knows it
 * @param archived whether a person or Caravan put it aside
 */
public record Experiment(
        int id,
        String name,
        ExperimentState state,
        Set<String> labels,
        Optional<Integer> forkedFrom,
        Optional<Double> progress,
        boolean archived) {

    /** The value of Caravan's label {@code key=value}, if the experiment carries it. */
    public Optional<String> label(String key) {
        return ExperimentLabels.value(labels, key);
    }
}
