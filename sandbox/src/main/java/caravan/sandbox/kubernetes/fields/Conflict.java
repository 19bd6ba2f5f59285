package caravan.sandbox.kubernetes.fields;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A field that another owns.
 *
 * @param owner the other, as messages name it
 * @param path the field
 */
public record Conflict(String owner, String path) {
    /** All conflicts as one message. */
    public static String words(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            return "Apply failed with 1 conflict: conflict with "
                    + conflicts.get(0).owner() + ": " + conflicts.get(0).path();
        }
        Map<String, List<Conflict>> byOwner =
                conflicts.stream().collect(Collectors.groupingBy(Conflict::owner, TreeMap::new, Collectors.toList()));
        return "Apply failed with " + conflicts.size() + " conflicts: "
                + byOwner.entrySet().stream()
                        .map(e -> "conflicts with " + e.getKey() + ":"
                                + e.getValue().stream()
                                        .map(c -> "\n- " + c.path())
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining("\n"));
    }
}
