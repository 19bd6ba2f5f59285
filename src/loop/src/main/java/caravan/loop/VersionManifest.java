package caravan.loop;

import java.util.List;
import java.util.Map;

/**
 * {@code version.json}: what a version consists of. Its own SHA-256 is the version's identity.
 *
 * @param format 1
 * @param labels the classes, in the order of the probabilities
 * @param input the graph's picture input
 * @param outputs the graph's outputs by their meaning: probabilities, projection, leftover
 * @param backbone name and SHA-256 of the frozen network
 * @param outlier the conformal threshold on the left-over norm
 * @param commit the data commit that was trained
 * @param parent the parent version's name, null for a first version
 * @param files path to SHA-256 (hex) of every other file
 */
public record VersionManifest(
        int format,
        List<String> labels,
        Input input,
        Map<String, String> outputs,
        Backbone backbone,
        Outlier outlier,
        String commit,
        String parent,
        Map<String, String> files) {

    /** The picture that the graph takes; {@code range} is the smallest and largest channel value. */
    public record Input(String name, int width, int height, String channels, String resize, List<Double> range) {}

    /** The frozen network. */
    public record Backbone(String name, String sha256) {}

    /** A score above the threshold marks an outlier. */
    public record Outlier(double threshold) {}
}
