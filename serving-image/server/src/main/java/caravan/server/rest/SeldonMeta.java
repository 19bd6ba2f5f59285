package caravan.server.rest;

import caravan.server.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** The {@code meta} of an answer: what the request brought, our tags over it, and this node's place in the path. */
final class SeldonMeta {
    private SeldonMeta() {}

    static Map<String, Object> of(Unit unit, JsonNode request, Map<String, Object> tags) {
        Map<String, Object> meta = new TreeMap<>();
        Map<String, Object> allTags = new TreeMap<>();
        Map<String, Object> path = new TreeMap<>();
        if (request != null) {
            request.path("tags").fields().forEachRemaining(tag -> allTags.put(tag.getKey(), tag.getValue()));
            request.path("requestPath").fields().forEachRemaining(step -> path.put(step.getKey(), step.getValue()));
            if (request.path("metrics").size() > 0) {
                meta.put("metrics", request.get("metrics"));
            }
            if (!request.path("puid").asText().isEmpty()) {
                meta.put("puid", request.get("puid"));
            }
        }
        allTags.putAll(tags);
        if (!allTags.isEmpty()) {
            meta.put("tags", allTags);
        }
        if (!unit.image().isEmpty()) {
            path.put(unit.id(), unit.image());
        }
        if (!path.isEmpty()) {
            meta.put("requestPath", path);
        }
        return meta;
    }
}
