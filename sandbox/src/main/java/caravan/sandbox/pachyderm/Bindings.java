package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.metadata.BindingRow;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes role bindings. */
final class Bindings {
    private static final List<String> SUBJECTS = List.of("user", "robot", "pipeline", "group", "pach", "internal");

    private Bindings() {}

    /** A new resource's, with one role each. */
    static BindingRow of(ResourceName resource, Map<String, Role> roles) {
        SortedMap<String, SortedSet<String>> entries = new TreeMap<>();
        roles.forEach((principal, role) -> entries.put(principal, new TreeSet<>(List.of(role.name()))));
        return new BindingRow(resource.toString(), entries);
    }

    /** The binding in which the principal has exactly these roles, which may be none. */
    static BindingRow with(BindingRow binding, String principal, Collection<String> roles) {
        if (!principal.equals(Access.EVERYBODY)) {
            int colon = principal.indexOf(':');
            if (colon < 0) {
                throw Refusals.unknown("subject has no prefix, must be of the form <type>:<name>");
            }
            if (!SUBJECTS.contains(principal.substring(0, colon))) {
                throw Refusals.unknown("subject has unrecognized prefix: " + principal.substring(0, colon + 1));
            }
        }
        for (String role : roles) {
            if (Role.named(role).isEmpty()) {
                throw Refusals.unknown("unknown role \"" + role + "\"");
            }
        }
        SortedMap<String, SortedSet<String>> entries = new TreeMap<>(binding.entries());
        if (roles.isEmpty()) {
            entries.remove(principal);
        } else {
            entries.put(principal, new TreeSet<>(roles));
        }
        return new BindingRow(binding.resource(), entries);
    }
}
