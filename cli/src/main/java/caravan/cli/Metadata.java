package caravan.cli;

import caravan.loop.ModelVersion;
import caravan.loop.steps.Versions;
import java.util.Optional;

/** Numbers in a version's metadata. */
final class Metadata {
    private Metadata() {}

    static Optional<Integer> whole(ModelVersion version, String key) {
        return number(version, key).map(Double::intValue);
    }

    static Optional<Double> number(ModelVersion version, String key) {
        String text = Versions.text(version, key);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
