package caravan.loop;

import java.util.Map;
import java.util.Set;

/** A model version to be registered in one call. */
public record VersionRequest(
        String model, String name, String checkpoint, String notes, Set<String> labels, Map<String, Object> metadata) {}
