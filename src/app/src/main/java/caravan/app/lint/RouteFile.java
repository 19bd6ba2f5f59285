package caravan.app.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Checks routes: names by the schema, endpoints by the catalog, expressions by their parser, references by what there is. */
final class RouteFile {
    private static final String MODEL = "org.apache.camel.model.";
    private static final String YAML = "org.apache.camel.dsl.yaml.deserializers.";
    private static final Set<String> CONSUMERS = Set.of(
            MODEL + "FromDefinition", YAML + "OutputAwareFromDefinition", YAML + "RouteFromDefinitionDeserializer");
    private static final Set<String> PRODUCERS = Set.of(MODEL + "ToDefinition", MODEL + "WireTapDefinition");
    private static final Set<String> CONDITIONS = Set.of(
            MODEL + "WhenDefinition",
            MODEL + "FilterDefinition",
            MODEL + "ValidateDefinition",
            MODEL + "OnWhenDefinition");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9._-]*)}}");

    private final Schema schema;
    private final Endpoints endpoints;
    private final Expressions expressions;
    private final Names names;

    RouteFile(Schema schema, Endpoints endpoints, Expressions expressions, Names names) {
        this.schema = schema;
        this.endpoints = endpoints;
        this.expressions = expressions;
        this.names = names;
    }

    /** A whole file of routes. */
    void check(YamlFile file) {
        walk(file.findings()).file(file.root());
        placeholders(file.findings(), file.root());
    }

    /** The route in a kamelet's template. */
    void template(Findings findings, Mapping template) {
        template.get("beans").ifPresent(b -> walk(findings).check(schema.named(Schema.BEANS), b, "beans"));
        template.get("route").ifPresent(r -> walk(findings).check(schema.named(Schema.ROUTE), r, "route"));
        template.get("from").ifPresent(f -> walk(findings).check(schema.named(MODEL + "FromDefinition"), f, "from"));
    }

    private Walk walk(Findings findings) {
        return new Walk(
                schema, findings, (definition, node, within) -> visit(findings, definition, Mapping.of(node), within));
    }

    private void visit(Findings findings, String definition, Mapping at, List<String> within) {
        if (definition.equals(Schema.ROUTE) || definition.equals(Schema.ROUTE_FROM)) {
            names.route(findings, at.node(), at.text("id").filter(id -> !id.isBlank()));
            at.text("routePolicy")
                    .ifPresent(p -> names.bean(findings, at.get("routePolicy").orElseThrow(), p));
        }
        if (CONSUMERS.contains(definition)) {
            endpoint(findings, at, true, false);
        } else if (PRODUCERS.contains(definition)) {
            endpoint(findings, at, false, false);
        } else if (definition.equals(MODEL + "ToDynamicDefinition")) {
            endpoint(findings, at, false, true);
        } else if (definition.equals(MODEL + "KameletDefinition")) {
            kamelet(findings, at);
        } else if (definition.equals(MODEL + "BeanDefinition")
                || definition.equals(MODEL + "language.MethodCallExpression")) {
            bean(findings, at);
        } else if (definition.equals(MODEL + "LogDefinition")) {
            textOf(at, "message").ifPresent(m -> expressions.expression(findings, m, m.getValue()));
        } else if (definition.equals(MODEL + "language.SimpleExpression")) {
            textOf(at, "expression").ifPresent(e -> simple(findings, e, within));
        }
    }

    private void simple(Findings findings, ScalarNode text, List<String> within) {
        String owner = within.stream()
                .filter(d -> !d.startsWith(MODEL + "language."))
                .reduce((first, second) -> second)
                .orElse("");
        if (CONDITIONS.contains(owner)) {
            expressions.predicate(findings, text, text.getValue());
        } else {
            expressions.expression(findings, text, text.getValue());
        }
    }

    /** The text that a step is written with in short, or its value below the name. */
    private static Optional<ScalarNode> textOf(Mapping at, String name) {
        Node node = at.node() instanceof ScalarNode ? at.node() : at.get(name).orElse(null);
        return node instanceof ScalarNode scalar ? Optional.of(scalar) : Optional.empty();
    }

    private void endpoint(Findings findings, Mapping at, boolean consumer, boolean dynamic) {
        textOf(at, "uri").ifPresent(uri -> {
            if (dynamic) {
                expressions.expression(findings, uri, uri.getValue());
            }
            endpoints.check(findings, uri, uri.getValue(), at.child("parameters"), consumer, dynamic);
        });
    }

    private void kamelet(Findings findings, Mapping at) {
        textOf(at, "name")
                .ifPresent(name -> names.kamelet(
                        findings, name, name.getValue(), at.child("parameters").names()));
    }

    private void bean(Findings findings, Mapping at) {
        if (at.node() instanceof ScalarNode) {
            textOf(at, "ref").ifPresent(ref -> names.bean(findings, ref, ref.getValue()));
            return;
        }
        Optional<Node> ref = at.get("ref");
        Optional<String> method = at.text("method");
        if (ref.isPresent()) {
            names.method(findings, ref.get(), at.text("ref").orElse(""), at.get("method"), method);
        } else if (at.get("beanType").isPresent()) {
            names.methodOfType(
                    findings, at.get("beanType").get(), at.text("beanType").orElse(""), method);
        } else {
            findings.add(at.node(), "the bean to call is not named: write 'ref: ' and its name");
        }
    }

    private void placeholders(Findings findings, Node node) {
        if (node instanceof ScalarNode scalar) {
            Matcher matcher = PLACEHOLDER.matcher(scalar.getValue());
            while (matcher.find()) {
                names.setting(findings, scalar, matcher.group(1));
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> placeholders(findings, item));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(t -> placeholders(findings, t.getValueNode()));
        }
    }
}
