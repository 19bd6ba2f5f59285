package caravan.loop;

import java.util.List;

/**
 * A held-out picture with the probabilities that its version gave at training: an entry of {@code golden.json}.
 *
 * @param file path within the version
 * @param probabilities in the order of the version's labels
 */
public record Golden(String file, String contentType, String sha256, String label, List<Double> probabilities) {}
