package caravan.loop;

import java.util.Map;
import java.util.Set;

/**
 * A registered version of a model.
 *
 * @param model the model's name
 * @param number Determined's number, from 1
 * @param name Caravan's name: the commit's id, or {@code <id>.2} for a further version of one commit
 * @param checkpoint the checkpoint's uuid
 * @param experiment the experiment that wrote the checkpoint
 * @param metadata what Caravan and others noted, JSON values
 */
public record ModelVersion(
        String model,
        int number,
        String name,
        String notes,
        Set<String> labels,
        Map<String, Object> metadata,
        String checkpoint,
        int experiment) {}
