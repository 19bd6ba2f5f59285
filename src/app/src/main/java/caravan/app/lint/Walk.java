package caravan.app.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Goes through YAML and schema side by side; reports what does not fit, and shows each named definition to a visitor. */
final class Walk {
    /** Sees every place that is of a named definition. */
    interface Visitor {
        /**
         * Called before what stands below the node.
         *
         * @param within the definitions around it, outermost first
         */
        void visit(String definition, Node node, List<String> within);
    }

    private final Schema schema;
    private final Findings findings;
    private final Visitor visitor;
    private final Set<String> languages;
    private final java.util.ArrayList<String> within = new java.util.ArrayList<>();

    Walk(Schema schema, Findings findings, Visitor visitor) {
        this.schema = schema;
        this.findings = findings;
        this.visitor = visitor;
        this.languages = schema.named(Schema.EXPRESSION).names();
    }

    void file(Node root) {
        check(schema.file(), root, "the file");
    }

    void check(Shape shape, Node node, String key) {
        boolean named = !shape.name().isEmpty();
        if (named) {
            visitor.visit(shape.name(), node, List.copyOf(within));
            within.add(shape.name());
        }
        if (node instanceof ScalarNode scalar) {
            scalar(shape, scalar, key);
        } else if (node instanceof SequenceNode sequence) {
            if (shape.list()) {
                sequence.getValue().forEach(item -> check(shape.item(), item, key));
            } else if (!shape.types().isEmpty()) {
                findings.add(node, "'" + key + "' must be " + expected(shape) + ", not a list");
            }
        } else if (node instanceof MappingNode) {
            mapping(shape, Mapping.of(node), key);
        }
        if (named) {
            within.remove(within.size() - 1);
        }
    }

    private void mapping(Shape shape, Mapping mapping, String key) {
        if (!shape.types().isEmpty()
                && !shape.types().contains("object")
                && shape.names().isEmpty()) {
            findings.add(mapping.node(), "'" + key + "' must be " + expected(shape) + ", not keys and values");
            return;
        }
        for (String name : mapping.names()) {
            if (shape.names().contains(name)) {
                check(shape.property(name), mapping.get(name).orElseThrow(), name);
            } else if (shape.closed()) {
                String what = shape.single() ? "step" : "key";
                findings.unknown(mapping.key(name), what, name, shape.names());
            }
        }
        if (shape.single() && mapping.names().size() > 1) {
            findings.add(
                    mapping.node(),
                    "one step a list entry: '" + String.join("' and '", mapping.names())
                            + "' stand in one; begin the next with '- '");
        }
        for (String needed : shape.required()) {
            if (!mapping.names().contains(needed)) {
                findings.add(mapping.node(), "'" + key + "' lacks '" + needed + "'");
            }
        }
        if (shape.needsExpression()
                && mapping.names().stream().noneMatch(languages::contains)
                && !mapping.names().contains("expression")) {
            findings.add(
                    mapping.node(),
                    "'" + key + "' lacks an expression, such as simple: \"${header.step} == 'create'\"");
        }
    }

    private void scalar(Shape shape, ScalarNode scalar, String key) {
        String value = scalar.getValue();
        Set<String> types = shape.types();
        if (value.contains("{{") || types.isEmpty()) {
            return;
        }
        if (value.isEmpty() && !types.contains("string")) {
            findings.add(scalar, "'" + key + "' is empty; it must be " + expected(shape));
        } else if (!types.contains("string")
                && !types.contains("number")
                && !types.contains("boolean")
                && !types.contains("integer")) {
            findings.add(scalar, "'" + key + "' must be " + expected(shape) + ", not a text");
        } else if (!shape.values().isEmpty() && shape.values().stream().noneMatch(v -> v.equalsIgnoreCase(value))) {
            findings.unknown(scalar, "value of '" + key + "':", value, shape.values());
        } else if (types.equals(Set.of("boolean"))
                && !Set.of("true", "false").contains(value.toLowerCase(Locale.ROOT))) {
            findings.add(scalar, "'" + key + "' is " + value + ", must be true or false");
        } else if (types.equals(Set.of("number")) && !value.matches("-?[0-9]+(\\.[0-9]+)?")) {
            findings.add(scalar, "'" + key + "' is " + value + ", must be a number");
        }
    }

    private static String expected(Shape shape) {
        return shape.types().stream()
                .map(t -> switch (t) {
                    case "object" -> "keys and values";
                    case "array" -> "a list";
                    case "boolean" -> "true or false";
                    case "number", "integer" -> "a number";
                    default -> "a text";
                })
                .distinct()
                .collect(Collectors.joining(" or "));
    }
}
