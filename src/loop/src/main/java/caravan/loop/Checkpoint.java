package caravan.loop;

import java.util.Map;
import java.util.Optional;

/**
 * A completed checkpoint of an experiment.
 *
 * @param uuid Determined's id
 * @param experiment the experiment that wrote it
 * @param trial its trial
 * @param metric the searcher's metric, where validation was reported at the checkpoint's very step
 * @param resources path to size in bytes, directories ending in {@code /}
 */
public record Checkpoint(
        String uuid, int experiment, int trial, Optional<Double> metric, Map<String, Long> resources) {}
