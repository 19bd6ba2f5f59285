package caravan.loop.usecase;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells a file's label: the part of the file's name before its first dot, else the name of the folder it lies in, where
 * that is one of the values. Nothing else of the path counts.
 *
 * @param values the labels of the use case
 */
public record LabelRule(List<String> values) {
    private static final List<String> ARCHIVES = List.of(".tar", ".tar.gz", ".tgz", ".zip");

    /** The label of the file at this path, if it has one. */
    public Optional<String> label(String path) {
        String[] parts = path.split("/");
        String file = parts.length == 0 ? "" : parts[parts.length - 1];
        int dot = file.indexOf('.');
        if (dot > 0 && values.contains(file.substring(0, dot))) {
            return Optional.of(file.substring(0, dot));
        }
        if (parts.length > 1 && values.contains(parts[parts.length - 2])) {
            return Optional.of(parts[parts.length - 2]);
        }
        return Optional.empty();
    }

    /** Whether the file counts as its members. */
    public boolean archive(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return ARCHIVES.stream().anyMatch(name::endsWith);
    }

    /** Why a file has no label, for people. */
    public String why() {
        return "no label: neither the file's name begins with one of " + String.join(", ", values)
                + " and a dot, nor is its folder named so";
    }
}
