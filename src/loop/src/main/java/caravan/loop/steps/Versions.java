package caravan.loop.steps;

import caravan.loop.ModelVersion;
import caravan.loop.train.Parent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model's versions as the loop sees them: of several with one name the lowest number counts.
 *
 * @param all by number
 * @param withdrawn names of versions that must not serve or be built on
 */
public record Versions(List<ModelVersion> all, Set<String> withdrawn) {

    /** Reads the registry's list together with the facts. */
    public static Versions of(List<ModelVersion> registered, Facts facts) {
        List<ModelVersion> distinct = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        registered.stream()
                .sorted(Comparator.comparingInt(ModelVersion::number))
                .filter(v -> names.add(v.name()))
                .forEach(distinct::add);
        return new Versions(List.copyOf(distinct), facts.keys(Facts.WITHDRAWN));
    }

    /** The promoted versions that are not withdrawn, by number. */
    public List<ModelVersion> promoted() {
        return all.stream()
                .filter(v -> "true".equals(text(v, "promoted")))
                .filter(v -> !withdrawn.contains(v.name()))
                .toList();
    }

    /** The newest of them. */
    public Optional<ModelVersion> newest() {
        List<ModelVersion> promoted = promoted();
        return promoted.isEmpty() ? Optional.empty() : Optional.of(promoted.get(promoted.size() - 1));
    }

    /** A version by name. */
    public Optional<ModelVersion> named(String name) {
        return all.stream().filter(v -> v.name().equals(name)).findFirst();
    }

    /** What the next training builds on. */
    public Optional<Parent> parent() {
        return newest().map(v -> new Parent(
                v.name(),
                text(v, "commit"),
                v.experiment(),
                v.checkpoint(),
                text(v, "code_tree"),
                text(v, "trial_digest")));
    }

    /** A text of the version's metadata; blank where it is missing. */
    public static String text(ModelVersion version, String key) {
        Object value = version.metadata().get(key);
        return value == null ? "" : String.valueOf(value);
    }
}
