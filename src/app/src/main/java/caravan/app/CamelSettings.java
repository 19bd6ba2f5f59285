package caravan.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The settings as Camel knows them: what routes may name as {@code {{key}}}, and Camel's own. */
final class CamelSettings {
    private CamelSettings() {}

    /** Everything that the context is started with; users' lines win. */
    static Map<String, String> of(Settings settings, Path routes, int port) {
        Map<String, String> all = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            all.put(setting.key(), settings.optional(setting).orElse(""));
        }
        boolean watching = settings.optional(Setting.DETECTORS_ADDRESS).isPresent();
        all.put(Beans.WATCHING, String.valueOf(watching));
        if (!watching) {
            // an endpoint must have some address, also in a route that does not start
            all.put(Setting.DETECTORS_ADDRESS.key(), "http://localhost/nobody-watches");
        }
        all.putAll(routes(settings, routes));
        all.putAll(server(settings, port));
        all.putAll(settings.others());
        return all;
    }

    private static Map<String, String> routes(Settings settings, Path routes) {
        String java = settings.flag(Setting.JAVA_ROUTES) ? ",file:" + routes + "/*.java" : "";
        return Map.of(
                "camel.main.name", "caravan",
                "camel.main.routes-include-pattern", "file:" + routes + "/*.camel.yaml" + java,
                "camel.component.kamelet.location", "file:" + routes + "/kamelets,classpath:kamelets",
                "camel.main.shutdown-timeout", "20",
                "camel.main.startup-summary-level", "oneline",
                "camel.main.source-location-enabled", "true",
                "camel.main.jmx-management-register-routes-create-by-kamelet", "true");
    }

    private static Map<String, String> server(Settings settings, int port) {
        return Map.ofEntries(
                Map.entry("camel.management.enabled", "true"),
                Map.entry("camel.management.host", settings.text(Setting.HOST)),
                Map.entry("camel.management.port", String.valueOf(port)),
                Map.entry("camel.management.health-check-enabled", "true"),
                Map.entry("camel.management.health-path", "/health"),
                Map.entry("camel.management.jolokia-enabled", "true"),
                Map.entry("camel.management.jolokia-path", "/jolokia"),
                Map.entry("camel.management.metrics-enabled", "true"),
                Map.entry("camel.metrics.enabled", "true"),
                Map.entry("camel.metrics.path", "/metrics"),
                Map.entry("camel.metrics.enable-exchange-event-notifier", "false"),
                Map.entry("camel.health.exposure-level", "full"));
    }
}
