package caravan.app.lint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Checks a kamelet: the conventions of Camel's own catalog, and its route. */
final class KameletFile {
    static final String SUFFIX = ".kamelet.yaml";
    private static final String TYPE = "camel.apache.org/kamelet.type";
    private static final List<String> ANNOTATIONS = List.of(
            "camel.apache.org/kamelet.support.level", "camel.apache.org/provider", "camel.apache.org/kamelet.group");
    private static final Map<String, String> ENDS =
            Map.of("source", "kamelet:sink", "sink", "kamelet:source", "action", "kamelet:source");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9]*)(:[^{}]*)?}}");
    private static final Pattern DEPENDENCY = Pattern.compile("camel:[a-z0-9-]+|mvn:[^:]+:[^:]+:[^:]+|github:.+");

    private final YamlFile file;
    private final Findings findings;
    private final Mapping root;
    private final Mapping definition;

    KameletFile(YamlFile file) {
        this.file = file;
        this.findings = file.findings();
        this.root = Mapping.of(file.root());
        this.definition = root.child("spec").child("definition");
    }

    String name() {
        String named = findings.file().getFileName().toString();
        return named.substring(0, named.length() - SUFFIX.length());
    }

    /** Its parameters, for those who use it. */
    Names.Kamelet interfaceOf() {
        Set<String> required = definition.get("required").map(Mapping::items).orElse(List.of()).stream()
                .flatMap(n -> Mapping.text(n).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        required.removeIf(r -> definition.child("properties").child(r).names().contains("default"));
        return new Names.Kamelet(new TreeSet<>(definition.child("properties").names()), required);
    }

    void check(RouteFile routes) {
        Mapping metadata = root.child("metadata");
        metadata.get("name")
                .ifPresentOrElse(
                        n -> Mapping.text(n)
                                .filter(t -> !t.equals(name()))
                                .ifPresent(t -> findings.add(
                                        n, "the kamelet's name is '" + t + "', its file's '" + name() + "'")),
                        () -> findings.add(1, "the kamelet lacks 'metadata.name'"));
        Optional<String> type = metadata.child("labels").text(TYPE);
        if (type.isEmpty() || !ENDS.containsKey(type.get())) {
            findings.add(
                    metadata.child("labels")
                            .get(TYPE)
                            .or(() -> root.get("metadata"))
                            .orElse(file.root()),
                    "the label '" + TYPE + "' must be source, sink or action");
        } else {
            ofType(type.get());
        }
        for (String annotation : ANNOTATIONS) {
            if (metadata.child("annotations").get(annotation).isEmpty()) {
                findings.add(
                        root.get("metadata").orElse(file.root()),
                        "the kamelet lacks the annotation '" + annotation + "'");
            }
        }
        definition();
        parameters();
        root.child("spec")
                .get("dependencies")
                .map(Mapping::items)
                .orElse(List.of())
                .forEach(
                        d -> Mapping.text(d)
                                .filter(t -> !DEPENDENCY.matcher(t).matches())
                                .ifPresent(
                                        t -> findings.add(
                                                d,
                                                "'" + t
                                                        + "' is no dependency: it reads camel:name, mvn:group:artifact:version or github:...")));
        routes.template(findings, root.child("spec").child("template"));
    }

    private void ofType(String type) {
        if (!name().endsWith("-" + type)) {
            findings.add(1, "a kamelet of type " + type + " has a name that ends in '-" + type + "'");
        }
        definition.text("title").ifPresent(title -> {
            if (!title.toLowerCase(Locale.ROOT).endsWith(" " + type)) {
                findings.add(definition.key("title"), "the title must end in '" + capitalised(type) + "'");
            }
        });
        Optional<Node> template = root.child("spec").get("template");
        if (template.isPresent() && !contains(template.get(), ENDS.get(type))) {
            findings.add(template.get(), "a kamelet of type " + type + " must have the endpoint " + ENDS.get(type));
        }
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private void definition() {
        Node at = root.child("spec").get("definition").orElse(file.root());
        for (String needed : List.of("title", "description", "type")) {
            if (definition.get(needed).isEmpty()) {
                findings.add(at, "the definition lacks '" + needed + "'");
            }
        }
        Mapping properties = definition.child("properties");
        Set<String> seen = new LinkedHashSet<>();
        definition.get("required").map(Mapping::items).orElse(List.of()).forEach(r -> Mapping.text(r)
                .ifPresent(name -> {
                    if (!seen.add(name)) {
                        findings.add(r, "'" + name + "' is required twice");
                    } else if (!properties.names().contains(name)) {
                        findings.unknown(r, "property", name, properties.names());
                    }
                }));
        for (String name : properties.names()) {
            property(name, properties.key(name), properties.child(name));
        }
    }

    private void property(String name, Node at, Mapping property) {
        for (String needed : List.of("title", "description", "type")) {
            if (property.get(needed).isEmpty()) {
                findings.add(at, "property '" + name + "' lacks '" + needed + "'");
            }
        }
        property.text("title").ifPresent(title -> {
            if (!title.isEmpty() && !Character.isUpperCase(title.charAt(0))) {
                findings.add(property.key("title"), "the title '" + title + "' must begin with a capital letter");
            }
            if (title.matches("(The|An?) .*")) {
                findings.add(property.key("title"), "the title '" + title + "' must not begin with an article");
            }
        });
        boolean secret = property.text("format").filter("password"::equals).isPresent();
        boolean marked = property.get("x-descriptors").map(Mapping::items).orElse(List.of()).stream()
                .flatMap(n -> Mapping.text(n).stream())
                .anyMatch("urn:camel:group:credentials"::equals);
        if (secret && !marked) {
            findings.add(
                    at, "property '" + name + "' is a password: it needs x-descriptors: [urn:camel:group:credentials]");
        }
    }

    private void parameters() {
        Optional<Node> template = root.child("spec").get("template");
        if (template.isEmpty()) {
            findings.add(file.root(), "the kamelet lacks 'spec.template'");
            return;
        }
        Set<String> declared = definition.child("properties").names();
        Set<String> beans =
                root.child("spec").child("template").get("beans").map(Mapping::items).orElse(List.of()).stream()
                        .flatMap(b -> Mapping.of(b).text("name").stream())
                        .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        used(template.get(), declared, beans, used);
        Set<String> unused = new TreeSet<>(declared);
        unused.removeAll(used);
        unused.forEach(u -> findings.add(definition.child("properties").key(u), "property '" + u + "' is not used"));
    }

    private void used(Node node, Set<String> declared, Set<String> beans, Set<String> used) {
        if (node instanceof ScalarNode scalar) {
            Matcher matcher = PARAMETER.matcher(scalar.getValue());
            while (matcher.find()) {
                String name = matcher.group(1);
                if (declared.contains(name)) {
                    used.add(name);
                } else if (!beans.contains(name) && !Set.of("env", "sys").contains(name)) {
                    findings.unknown(scalar, "property", name, declared);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(n -> used(n, declared, beans, used));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(t -> used(t.getValueNode(), declared, beans, used));
        }
    }

    private static boolean contains(Node node, String text) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().equals(text);
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().anyMatch(n -> contains(n, text));
        }
        return node instanceof MappingNode mapping
                && mapping.getValue().stream().anyMatch(t -> contains(t.getValueNode(), text));
    }
}
