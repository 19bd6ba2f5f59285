package caravan.app.lint;

import caravan.loop.usecase.Nearest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong in one file. */
record Findings(Path file, List<Finding> all) {
    void add(Node at, String what) {
        add(at.getStartMark().getLine() + 1, what);
    }

    void add(int line, String what) {
        Finding finding = new Finding(file, line, what);
        if (!all.contains(finding)) {
            all.add(finding);
        }
    }

    /** An unknown name, with the nearest known one. */
    void unknown(Node at, String what, String name, Collection<String> known) {
        add(at, "unknown " + what + " '" + name + "'" + hint(name, known));
    }

    static String hint(String name, Collection<String> known) {
        return Nearest.to(name, known)
                .map(n -> "; did you mean '" + n + "'?")
                .orElse(
                        known.isEmpty() || known.size() > 40
                                ? ""
                                : known.stream().sorted().collect(Collectors.joining(", ", "; known here: ", "")));
    }
}
