package caravan.loop;

import java.util.Map;
import java.util.Optional;

/**
 * What is asked of Determined: an experiment, created paused.
 *
 * @param config the whole experiment config, as nested maps, lists, strings, numbers and booleans
 * @param code the model definition's files; ignored by Determined where {@code parent} is set, which reuses the
 *     parent's
 * @param parent the experiment to fork
 */
public record ExperimentRequest(Map<String, Object> config, ModelCode code, Optional<Integer> parent) {}
