package caravan.detectors.event;

import java.util.Optional;

/**
 * Which version answered.
 *
 * @param uri where its checkpoint is
 * @param sha256 of its {@code version.json}
 */
public record VersionId(String name, Optional<String> uri, Optional<String> sha256) {
    @Override
    public String toString() {
        return name.isEmpty() ? "of no name" : name;
    }
}
