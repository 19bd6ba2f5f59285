package caravan.loop.usecase;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a use case's file that remembers which keys were asked for, so that the others can be reported. */
final class Section {
    private final String file;
    private final String path;
    private final Node at;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<String> problems;

    Section(String file, String path, Node node, List<String> problems) {
        this.file = file;
        this.path = path;
        this.at = node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                entries.put(((ScalarNode) tuple.getKeyNode()).getValue(), tuple);
            }
        } else {
            problem(node, "'" + path + "' must hold keys and values");
        }
    }

    Section section(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        Section section = tuple == null
                ? new Section(
                        file,
                        path(key),
                        new MappingNode(
                                org.yaml.snakeyaml.nodes.Tag.MAP,
                                true,
                                List.of(),
                                at.getStartMark(),
                                at.getEndMark(),
                                org.yaml.snakeyaml.DumperOptions.FlowStyle.AUTO),
                        problems)
                : new Section(file, path(key), tuple.getValueNode(), problems);
        sections.add(section);
        return section;
    }

    String text(String key) {
        String value = text(key, null);
        if (value == null) {
            problem(at, "'" + path(key) + "' is missing");
            return "";
        }
        return value;
    }

    String text(String key, String otherwise) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        if (tuple == null) {
            return otherwise;
        }
        if (tuple.getValueNode() instanceof ScalarNode scalar
                && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        problem(tuple.getValueNode(), "'" + path(key) + "' must be a text");
        return "";
    }

    double number(String key, double otherwise, double least, double most) {
        String text = text(key, null);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        problem(
                entries.get(key).getValueNode(),
                "'" + path(key) + "' is " + text + ", must be a number from " + least + " to " + most);
        return otherwise;
    }

    int whole(String key, int otherwise, int least, int most) {
        return (int) number(key, otherwise, least, most);
    }

    boolean flag(String key, boolean otherwise) {
        return choice(key, otherwise ? "true" : "false", List.of("true", "false"))
                .equals("true");
    }

    Duration duration(String key, Duration otherwise) {
        String text = text(key, null);
        if (text == null) {
            return otherwise;
        }
        try {
            return Duration.parse("PT" + text.replace("PT", ""));
        } catch (DateTimeParseException e) {
            problem(
                    entries.get(key).getValueNode(),
                    "'" + path(key) + "' is " + text + ", must be a duration such as 10s, 5m or 1h");
            return otherwise;
        }
    }

    String choice(String key, String otherwise, List<String> values) {
        String text = text(key, otherwise);
        if (values.contains(text)) {
            return text;
        }
        problem(
                entries.get(key).getValueNode(),
                "'" + path(key) + "' is " + text + ", must be one of " + String.join(", ", values));
        return otherwise;
    }

    List<String> texts(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        List<String> values = new ArrayList<>();
        if (tuple != null && tuple.getValueNode() instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    values.add(scalar.getValue());
                } else {
                    problem(item, "'" + path(key) + "' must be a list of texts");
                }
            }
        }
        return values;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    void problem(String key, String what) {
        problem(entries.containsKey(key) ? entries.get(key).getValueNode() : at, "'" + path(key) + "' " + what);
    }

    void unknownKeys() {
        entries.forEach((key, tuple) -> {
            if (!known.contains(key)) {
                String hint = Nearest.to(key, known)
                        .map(n -> "; did you mean '" + n + "'?")
                        .orElse("; known here: " + String.join(", ", known));
                problem(tuple.getKeyNode(), "unknown key '" + path(key) + "'" + hint);
            }
        });
        sections.forEach(Section::unknownKeys);
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void problem(Node node, String what) {
        int line = node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
        problems.add(file + ":" + line + ": " + what);
    }
}
