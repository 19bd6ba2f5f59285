package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The objects of a kind at one instant.
 *
 * @param resourceVersion the version of the store; a watch from it misses nothing
 * @param items copies of the objects, by namespace and name
 */
public record Listing(long resourceVersion, List<ObjectNode> items) {
    public Listing {
        items = List.copyOf(items);
    }
}
