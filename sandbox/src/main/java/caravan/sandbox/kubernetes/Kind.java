package caravan.sandbox.kubernetes;

import java.util.List;
import java.util.Set;

/**
 * A kind of object that the API serves.
 *
 * @param group the API group, empty for the core group
 * @param version the version of the group
 * @param name the kind in its singular, as in an object's {@code kind}
 * @param plural the resource's name in URLs
 * @param shortNames what kubectl's users abbreviate the resource to
 * @param namespaced whether objects live in a namespace
 * @param subresources the subresources: {@code status}, {@code scale}, {@code log}
 * @param categories the groups of resources that it belongs to, as in {@code kubectl get all}
 */
public record Kind(
        String group,
        String version,
        String name,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        Set<String> subresources,
        List<String> categories) {

    public Kind {
        shortNames = List.copyOf(shortNames);
        subresources = Set.copyOf(subresources);
        categories = List.copyOf(categories);
    }

    /** The kind's {@code apiVersion}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The resource as messages name it: {@code deployments.apps}. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The kind as messages name it: {@code Deployment.apps}. */
    public String qualified() {
        return group.isEmpty() ? name : name + "." + group;
    }

    /** Whether the status is written apart from the rest. */
    public boolean hasStatus() {
        return subresources.contains("status");
    }

    /** Whether {@code metadata.generation} counts the changes of what is wanted. */
    public boolean hasGeneration() {
        return subresources.contains("scale");
    }
}
