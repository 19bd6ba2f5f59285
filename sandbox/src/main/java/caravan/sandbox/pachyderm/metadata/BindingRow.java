package caravan.sandbox.pachyderm.metadata;

import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Who has which roles on a resource.
 *
 * @param resource as {@link ResourceName#toString}
 * @param entries roles by principal, none of them empty
 */
public record BindingRow(String resource, SortedMap<String, SortedSet<String>> entries) implements Row {
    @Override
    public String key() {
        return key(resource);
    }

    static String key(String resource) {
        return "binding " + resource;
    }
}
