package caravan.server;

import java.util.Map;

/**
 * What Seldon's operator tells a container about its place in the graph.
 *
 * @param id the graph node's name
 * @param image the container's image with its tag, empty where it is not told
 * @param predictor the predictor's name
 * @param deployment the SeldonDeployment's name
 */
public record Unit(String id, String image, String predictor, String deployment) {
    private static final String UNKNOWN = "NOT_IMPLEMENTED";

    /** Reads the operator's variables. */
    public static Unit of(Map<String, String> environment) {
        return new Unit(
                environment.getOrDefault("PREDICTIVE_UNIT_ID", "caravan"),
                environment.getOrDefault("PREDICTIVE_UNIT_IMAGE", ""),
                environment.getOrDefault("PREDICTOR_ID", UNKNOWN),
                environment.getOrDefault("SELDON_DEPLOYMENT_ID", UNKNOWN));
    }

    /** The image's name without its tag. */
    public String imageName() {
        return tagAt() < 0 ? image : image.substring(0, tagAt());
    }

    /** The image's tag, empty where it has none. */
    public String imageVersion() {
        return tagAt() < 0 ? "" : image.substring(tagAt() + 1);
    }

    /** Whether a caller of the Open Inference Protocol means this model: by its node's name or its deployment's. */
    public boolean answersTo(String model) {
        return model.isEmpty() || model.equals(id) || model.equals(deployment);
    }

    private int tagAt() {
        int colon = image.lastIndexOf(':');
        return colon > image.lastIndexOf('/') ? colon : -1;
    }
}
