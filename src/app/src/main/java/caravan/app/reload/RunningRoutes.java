package caravan.app.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces running routes by those of saved files, one route at a time; the others are not touched. */
final class RunningRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

    private final CamelContext context;

    RunningRoutes(CamelContext context) {
        this.context = context;
    }

    /** The ids of the routes that came from the file. */
    List<String> of(Path file) {
        return context.getRoutes().stream()
                .filter(r -> from(r.getSourceResource(), file))
                .map(Route::getRouteId)
                .sorted()
                .toList();
    }

    private static boolean from(Resource resource, Path file) {
        return resource != null && resource.getLocation().endsWith("/" + file.getFileName());
    }

    /**
     * Replaces the routes of the changed files; what configures all routes has all files loaded again. Where that fails the
     * files are loaded as they were.
     */
    boolean replace(List<Path> changed, Snapshot now, Snapshot before) {
        boolean all = changed.stream().anyMatch(f -> configures(f, now) || configures(f, before));
        List<Path> files = all ? new ArrayList<>(now.files().keySet()) : changed;
        try {
            Set<String> ids = load(files, now);
            LOG.info(
                    "taken over: {} with the routes {}",
                    changed.stream().map(Path::getFileName).toList(),
                    ids);
            return true;
        } catch (Exception e) {
            LOG.warn("the routes stay as they were: {}", e.getMessage());
            restore(files, before);
            return false;
        }
    }

    private void restore(List<Path> files, Snapshot before) {
        List<Path> known = files.stream().filter(before.files()::containsKey).toList();
        try {
            load(known, before);
        } catch (Exception e) {
            LOG.error("the routes of {} cannot be put back", known, e);
        }
    }

    private static boolean configures(Path file, Snapshot snapshot) {
        byte[] content = snapshot.files().get(file);
        return content != null
                && new String(content, java.nio.charset.StandardCharsets.UTF_8).contains("routeConfiguration:");
    }

    private Set<String> load(List<Path> files, Snapshot snapshot) throws Exception {
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        List<Resource> resources = new ArrayList<>();
        for (Path file : files) {
            forgetConfigurations(file);
            resources.add(
                    ResourceHelper.fromBytes("file:" + file, snapshot.files().get(file)));
        }
        return loader.updateRoutes(resources);
    }

    private void forgetConfigurations(Path file) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        for (RouteConfigurationDefinition configuration : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (from(configuration.getResource(), file)) {
                model.removeRouteConfiguration(configuration);
            }
        }
    }
}
