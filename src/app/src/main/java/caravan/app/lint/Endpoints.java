package caravan.app.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.util.TimeUtils;
import org.yaml.snakeyaml.nodes.Node;

/** Checks an endpoint's URI and parameters against the catalog, ours included. */
final class Endpoints {
    private static final Set<String> OURS = Set.of("pachyderm", "determined", "seldon");
    private static final Set<String> EVERYWHERE = Set.of(
            "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer", "autowiredEnabled");

    /** One option that is given, and where. */
    private record Given(String name, String value, Node at) {}

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final Map<String, Optional<ComponentModel>> models = new HashMap<>();
    private final Names names;

    Endpoints(Names names) {
        this.names = names;
        OURS.forEach(scheme -> catalog.addComponent(
                scheme, "caravan." + scheme + ".camel." + capitalised(scheme) + "Component", metadata(scheme)));
    }

    private static String metadata(String scheme) {
        String file = "/META-INF/caravan/" + scheme + "/camel/" + scheme + ".json";
        try (InputStream in = Endpoints.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the metadata of component " + scheme + " is missing: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the metadata of component " + scheme + " cannot be read", e);
        }
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /**
     * Checks one endpoint.
     *
     * @param at where the URI stands
     * @param dynamic whether the URI is an expression
     */
    void check(Findings findings, Node at, String uri, Mapping parameters, boolean consumer, boolean dynamic) {
        if (uri.isBlank()) {
            findings.add(at, "the endpoint's uri is empty");
            return;
        }
        String scheme = uri.split("[:?]", 2)[0];
        if (scheme.contains("{{") || scheme.contains("${")) {
            return;
        }
        if (scheme.equals("master")) {
            check(findings, at, uri.replaceFirst("^master:[^:]*:", ""), parameters, consumer, dynamic);
            return;
        }
        Optional<ComponentModel> model = model(scheme);
        if (model.isEmpty()) {
            if (!installed(scheme)) {
                findings.unknown(at, "component", scheme, catalog.findComponentNames());
            }
            return;
        }
        if (!installed(scheme)) {
            findings.add(
                    at,
                    "component '" + scheme + "' is not installed: put "
                            + model.get().getArtifactId() + "-" + model.get().getVersion()
                            + ".jar and what it needs into the folder of --libs");
            return;
        }
        List<Given> given = given(at, uri, parameters);
        if (scheme.equals("kamelet")) {
            names.kamelet(
                    findings, at, path(uri), given.stream().map(Given::name).toList());
            return;
        }
        options(findings, at, uri, model.get(), given, consumer, dynamic);
    }

    private Optional<ComponentModel> model(String scheme) {
        return models.computeIfAbsent(scheme, s -> Optional.ofNullable(catalog.componentModel(s)));
    }

    private static boolean installed(String scheme) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader.getResource("META-INF/services/org/apache/camel/component/" + scheme) != null;
    }

    private static String path(String uri) {
        String rest = uri.contains(":") ? uri.substring(uri.indexOf(':') + 1) : "";
        return rest.split("\\?", 2)[0].replaceFirst("^//", "");
    }

    private static List<Given> given(Node at, String uri, Mapping parameters) {
        List<Given> given = new ArrayList<>();
        int question = uri.indexOf('?');
        if (question >= 0) {
            for (String pair : uri.substring(question + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                given.add(new Given(parts[0], parts.length < 2 ? "" : decoded(parts[1]), at));
            }
        }
        for (String name : parameters.names()) {
            given.add(new Given(name, parameters.text(name).orElse(""), parameters.key(name)));
        }
        return given;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private void options(
            Findings findings,
            Node at,
            String uri,
            ComponentModel model,
            List<Given> given,
            boolean consumer,
            boolean dynamic) {
        Map<String, EndpointOptionModel> known = new HashMap<>();
        model.getEndpointOptions().forEach(o -> known.put(o.getName(), o));
        for (Given option : given) {
            EndpointOptionModel found = known.get(option.name());
            if (found == null) {
                if (!lenient(model, option.name(), consumer) && !EVERYWHERE.contains(option.name())) {
                    findings.unknown(
                            option.at(),
                            "option of " + model.getScheme() + ":",
                            option.name(),
                            new TreeSet<>(known.keySet()));
                }
            } else {
                value(findings, option, found);
            }
        }
        String path = path(uri);
        boolean open = path.contains("{{") || path.contains("${") || dynamic && uri.contains("${");
        for (EndpointOptionModel option : model.getEndpointOptions()) {
            boolean named = given.stream().anyMatch(g -> g.name().equals(option.getName()));
            boolean inPath = "path".equals(option.getKind()) && !path.isBlank();
            if (option.isRequired() && option.getDefaultValue() == null && !named && !inPath && !open) {
                findings.add(at, "'" + uri + "' lacks the option '" + option.getName() + "' of " + model.getScheme());
            }
        }
        model.getEndpointPathOptions().stream()
                .filter(o -> o.getEnums() != null && !open && !path.isBlank())
                .filter(o -> model.getEndpointPathOptions().size() == 1)
                .filter(o -> !o.getEnums().contains(path))
                .forEach(o -> findings.unknown(at, o.getName() + " of " + model.getScheme() + ":", path, o.getEnums()));
        direction(findings, at, uri, model, consumer);
    }

    private static void direction(Findings findings, Node at, String uri, ComponentModel model, boolean consumer) {
        if (consumer && model.isProducerOnly()) {
            findings.add(at, "'" + uri + "' cannot begin a route: " + model.getScheme() + " only sends");
        } else if (!consumer && model.isConsumerOnly()) {
            findings.add(at, "'" + uri + "' cannot be sent to: " + model.getScheme() + " only begins routes");
        }
    }

    /** Whether any name may be an option: for HTTP's query parameters, and below a prefix. */
    private static boolean lenient(ComponentModel model, String name, boolean consumer) {
        boolean prefixed = model.getEndpointOptions().stream()
                .map(EndpointOptionModel::getPrefix)
                .anyMatch(p -> p != null && !p.isBlank() && name.startsWith(p));
        return prefixed || name.startsWith("consumer.") || model.isLenientProperties() && !consumer;
    }

    private void value(Findings findings, Given option, EndpointOptionModel model) {
        String value = option.value();
        if (value.contains("{{") || value.contains("${") || value.isEmpty()) {
            return;
        }
        if (value.startsWith("#")) {
            if (!value.startsWith("#class:") && !value.startsWith("#type:") && !value.startsWith("#property:")) {
                names.bean(findings, option.at(), value.substring(1).replaceFirst("^bean:", ""));
            }
            return;
        }
        if (model.getEnums() != null && !model.getEnums().isEmpty()) {
            if (model.getEnums().stream().noneMatch(e -> same(e, value))) {
                findings.unknown(option.at(), "value of '" + option.name() + "':", value, model.getEnums());
            }
        } else if ("boolean".equals(model.getType()) && !Set.of("true", "false").contains(value)) {
            findings.add(option.at(), "'" + option.name() + "' is " + value + ", must be true or false");
        } else if ("integer".equals(model.getType()) && !value.matches("-?[0-9]+")) {
            findings.add(option.at(), "'" + option.name() + "' is " + value + ", must be a whole number");
        } else if ("duration".equals(model.getType()) && !duration(value)) {
            findings.add(
                    option.at(), "'" + option.name() + "' is " + value + ", must be a duration such as 500 or 10s");
        }
    }

    private static boolean same(String known, String value) {
        return known.replace("-", "").equalsIgnoreCase(value.replace("-", ""));
    }

    private static boolean duration(String value) {
        try {
            Duration ignored =
                    value.startsWith("P") ? Duration.parse(value) : Duration.ofMillis(TimeUtils.toMilliSeconds(value));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
