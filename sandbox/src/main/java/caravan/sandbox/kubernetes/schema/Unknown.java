package caravan.sandbox.kubernetes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The fields that no type declares. */
public final class Unknown {
    private Unknown() {}

    /** Removes them; returns their paths. */
    public static List<String> prune(Type type, JsonNode value) {
        List<String> pruned = new ArrayList<>();
        prune("", type, value, pruned);
        return pruned;
    }

    private static void prune(String path, Type type, JsonNode value, List<String> pruned) {
        if (value instanceof ObjectNode object && !(type instanceof Type.Any)) {
            for (String name : object.properties().stream()
                    .map(java.util.Map.Entry::getKey)
                    .toList()) {
                String below = path.isEmpty() ? name : path + "." + name;
                if (type instanceof Type.Struct struct && !struct.fields().containsKey(name)) {
                    pruned.add(below);
                    object.remove(name);
                } else {
                    prune(below, type.child(name), object.get(name), pruned);
                }
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                prune(path + "[" + i + "]", type.items(), value.get(i), pruned);
            }
        }
    }
}
