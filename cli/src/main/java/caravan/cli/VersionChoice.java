package caravan.cli;

import caravan.loop.ModelVersion;
import caravan.loop.steps.Versions;
import java.util.List;
import java.util.Optional;

/** Finds the version that somebody means: by its whole name, its number, or the first digits of its name. */
final class VersionChoice {
    private VersionChoice() {}

    /**
     * The version.
     *
     * @throws CliException where there is none, or more than one
     */
    static ModelVersion of(String said, Versions versions) {
        Optional<ModelVersion> named = versions.named(said);
        if (named.isPresent()) {
            return named.get();
        }
        List<ModelVersion> found = versions.all().stream()
                .filter(v -> said.equals(String.valueOf(v.number()))
                        || said.length() >= 4 && v.name().startsWith(said))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> all = (found.isEmpty() ? versions.all() : found)
                .stream().map(v -> v.number() + " (" + v.name() + ")").toList();
        if (found.size() > 1) {
            throw new CliException("'" + said + "' may be version " + String.join(" or ", all) + ": give more digits");
        }
        throw new CliException("there is no version '" + said + "': "
                + (all.isEmpty() ? "the model has none yet" : "there are " + String.join(", ", all)));
    }
}
