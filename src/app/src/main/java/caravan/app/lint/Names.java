package caravan.app.lint;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/** What routes may refer to by name: beans with their methods, kamelets with their parameters, settings, route ids. */
final class Names {
    /** A kamelet's parameters. */
    record Kamelet(Set<String> parameters, Set<String> required) {}

    private final Map<String, Optional<Class<?>>> beans = new HashMap<>();
    private final Map<String, Kamelet> kamelets = new HashMap<>();
    private final Set<String> settings;
    private final Map<String, String> routes = new HashMap<>();

    Names(Map<String, Class<?>> beans, Set<String> settings) {
        beans.forEach((name, type) -> this.beans.put(name, Optional.of(type)));
        this.settings = settings;
    }

    /** A bean that a file declares; its methods are known where its class can be loaded. */
    void declareBean(String name, String type) {
        beans.put(name, load(type));
    }

    private static Optional<Class<?>> load(String type) {
        try {
            String name = type.replaceFirst("^#class:", "").replaceFirst("\\(.*$", "");
            return Optional.of(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    void declareKamelet(String name, Kamelet kamelet) {
        kamelets.put(name, kamelet);
    }

    /** Checks a reference to a bean. */
    void bean(Findings findings, Node at, String name) {
        if (!name.contains("{{") && !beans.containsKey(name)) {
            findings.unknown(at, "bean", name, new TreeSet<>(beans.keySet()));
        }
    }

    /** Checks a call of a bean's method. */
    void method(Findings findings, Node bean, String name, Optional<Node> at, Optional<String> method) {
        bean(findings, bean, name);
        Optional<Class<?>> type = beans.getOrDefault(name, Optional.empty());
        if (type.isPresent() && method.isPresent()) {
            checkMethod(findings, at.orElse(bean), type.get(), method.get());
        }
    }

    /** Checks a call of a method of a class named in the route. */
    void methodOfType(Findings findings, Node at, String type, Optional<String> method) {
        Optional<Class<?>> found = load(type);
        if (found.isEmpty()) {
            findings.add(at, "there is no class '" + type + "' on the class path");
        } else {
            method.ifPresent(m -> checkMethod(findings, at, found.get(), m));
        }
    }

    private static void checkMethod(Findings findings, Node at, Class<?> type, String method) {
        String name = method.replaceFirst("[(?].*$", "").trim();
        Set<String> known = Arrays.stream(type.getMethods())
                .filter(m -> m.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!name.contains("{{") && !name.contains("${") && !known.contains(name)) {
            findings.unknown(at, "method of " + type.getSimpleName() + ":", name, known);
        }
    }

    /** Checks a use of a kamelet with these parameters. */
    void kamelet(Findings findings, Node at, String path, Collection<String> given) {
        String name = path.split("/", 2)[0];
        if (Set.of("source", "sink").contains(name) || name.contains("{{")) {
            return;
        }
        Kamelet kamelet = kamelets.get(name);
        if (kamelet == null) {
            if (Thread.currentThread().getContextClassLoader().getResource("kamelets/" + name + ".kamelet.yaml")
                    == null) {
                findings.unknown(at, "kamelet", name, kamelets.keySet());
            }
            return;
        }
        given.stream()
                .filter(g -> !kamelet.parameters().contains(g))
                .forEach(g -> findings.unknown(at, "parameter of kamelet " + name + ":", g, kamelet.parameters()));
        List<String> missing = kamelet.required().stream()
                .filter(r -> !given.contains(r))
                .sorted()
                .toList();
        missing.forEach(m -> findings.add(at, "kamelet '" + name + "' lacks the parameter '" + m + "'"));
    }

    /** Checks a placeholder's key; keys that are not Caravan's are the user's own. */
    void setting(Findings findings, Node at, String key) {
        if (key.startsWith("caravan.") && !settings.isEmpty() && !settings.contains(key)) {
            findings.unknown(at, "setting", key, settings);
        }
    }

    /** Checks that a route has an id, and one of its own. */
    void route(Findings findings, Node at, Optional<String> id) {
        if (id.isEmpty()) {
            findings.add(
                    at, "the route has no id: write 'id: ' and a name of its own, by which it is reloaded and seen");
            return;
        }
        String here = findings.file().getFileName() + ":" + (at.getStartMark().getLine() + 1);
        String other = routes.putIfAbsent(id.get(), here);
        if (other != null && !other.equals(here)) {
            findings.add(at, "another route has the id '" + id.get() + "' already, at " + other);
        }
    }
}
