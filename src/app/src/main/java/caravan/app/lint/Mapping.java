package caravan.app.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Keys and values of a YAML node, with where they stand; without any where the node is of another kind. */
final class Mapping {
    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    private Mapping(Node node) {
        this.node = node;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entries.put(key.getValue(), tuple);
                }
            }
        }
    }

    static Mapping of(Node node) {
        return new Mapping(node);
    }

    /** The items of a list; none where the node is no list. */
    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    /** A scalar's text; empty where the node is no scalar. */
    static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    Node node() {
        return node;
    }

    Set<String> names() {
        return entries.keySet();
    }

    Optional<Node> get(String name) {
        return Optional.ofNullable(entries.get(name)).map(NodeTuple::getValueNode);
    }

    Optional<String> text(String name) {
        return get(name).flatMap(Mapping::text);
    }

    /** The value below that name, or what has no keys. */
    Mapping child(String name) {
        return of(get(name).orElse(null));
    }

    Node key(String name) {
        return entries.get(name).getKeyNode();
    }
}
