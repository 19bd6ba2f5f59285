package caravan.sandbox.seldon;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a predictor's graph.
 *
 * @param name the model's name, and its container's
 * @param type MODEL, ROUTER, COMBINER, TRANSFORMER, OUTPUT_TRANSFORMER, or another word that does nothing by itself
 * @param selector labels of the pods that hold the node's container
 * @param logger where its payloads are logged
 * @param children what comes behind it
 */
record Node(String name, String type, Map<String, String> selector, Optional<Logger> logger, List<Node> children) {

    /**
     * Where payloads are logged.
     *
     * @param mode all, request or response; any other word logs nothing
     * @param url where the events are posted
     */
    record Logger(String mode, String url) {
        boolean requests() {
            return mode.equals("all") || mode.equals("request");
        }

        boolean responses() {
            return mode.equals("all") || mode.equals("response");
        }
    }

    Optional<Node> find(String model) {
        return name.equals(model)
                ? Optional.of(this)
                : children.stream().flatMap(c -> c.find(model).stream()).findFirst();
    }
}
