package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Who wrote what last: {@code metadata.managedFields}. */
final class ManagedFields {
    private ManagedFields() {}

    static void update(Kind kind, Optional<ObjectNode> before, ObjectNode after, String manager, Part part) {
        if (before.filter(after::equals).isPresent()) {
            return;
        }
        ArrayNode fields = after.withObject("/metadata").withArray("managedFields");
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).path("manager").asText().equals(manager)) {
                fields.remove(i);
            }
        }
        ObjectNode entry = fields.addObject()
                .put("manager", manager)
                .put("operation", "Update")
                .put("apiVersion", kind.apiVersion())
                .put("time", Metadata.now())
                .put("fieldsType", "FieldsV1");
        entry.putObject("fieldsV1");
        if (part == Part.STATUS) {
            entry.put("subresource", "status");
        }
    }
}
