package caravan.app.reload;

import caravan.app.lint.Finding;
import caravan.loop.usecase.UseCaseException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the folders now and then. Saved routes are taken over, all that changed together, when nothing is wrong with any
 * file; otherwise the old ones go on and the log says why, once for each save.
 */
public final class Reload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final String ROUTES = ".camel.yaml";
    private static final String KAMELETS = ".kamelet.yaml";

    private final Path routes;
    private final Path useCases;
    private final Function<Path, List<Finding>> lint;
    private final Runnable useCasesChanged;
    private Snapshot runningRoutes;
    private Snapshot seenRoutes;
    private Snapshot seenKamelets;
    private Snapshot seenUseCases;
    private ScheduledExecutorService clock;
    private RunningRoutes running;

    /**
     * Takes what is saved at this moment as what will run: make it before the routes are loaded.
     *
     * @param lint checks the folder of routes
     * @param useCasesChanged reads the use cases again; where one is wrong it throws and all stay as they are
     */
    public Reload(Path routes, Path useCases, Function<Path, List<Finding>> lint, Runnable useCasesChanged) {
        this.routes = routes;
        this.useCases = useCases;
        this.lint = lint;
        this.useCasesChanged = useCasesChanged;
        this.runningRoutes = Snapshot.of(routes, ROUTES);
        this.seenRoutes = runningRoutes;
        this.seenKamelets = Snapshot.of(routes.resolve("kamelets"), KAMELETS);
        this.seenUseCases = Snapshot.of(useCases, ".yaml");
    }

    /** Begins to look. */
    public void start(CamelContext context, long everyMillis) {
        running = new RunningRoutes(context);
        clock = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "reload");
        var ignored = clock.scheduleWithFixedDelay(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            lookAtUseCases();
            lookAtRoutes();
        } catch (UncheckedIOException e) {
            LOG.warn(
                    "saved files cannot be looked at: {}: {}",
                    e.getMessage(),
                    e.getCause().getMessage());
        } catch (RuntimeException e) {
            LOG.error("what was saved cannot be taken over", e);
        }
    }

    private void lookAtUseCases() {
        Snapshot now = Snapshot.of(useCases, ".yaml");
        if (now.same(seenUseCases)) {
            return;
        }
        seenUseCases = now;
        try {
            useCasesChanged.run();
            LOG.info(
                    "the use cases are read again: {}",
                    names(now.files().keySet().stream().toList()));
        } catch (UseCaseException e) {
            LOG.warn("the use cases stay as they were: {}", e.getMessage());
        }
    }

    private void lookAtRoutes() {
        Snapshot now = Snapshot.of(routes, ROUTES);
        Snapshot kamelets = Snapshot.of(routes.resolve("kamelets"), KAMELETS);
        if (now.same(seenRoutes) && kamelets.same(seenKamelets)) {
            return;
        }
        List<Path> gone = now.gone(seenRoutes);
        boolean kameletsToo = !kamelets.same(seenKamelets);
        seenRoutes = now;
        seenKamelets = kamelets;
        gone.forEach(f -> LOG.warn(
                "{} is gone; its routes {} go on until the integration is started again",
                f.getFileName(),
                running.of(f)));
        List<Finding> found = lint.apply(routes);
        if (!found.isEmpty()) {
            LOG.warn(
                    "the routes stay as they were: {}{}",
                    found.get(0),
                    found.size() == 1 ? "" : " (and " + (found.size() - 1) + " more)");
            return;
        }
        if (kameletsToo) {
            LOG.warn("a kamelet was changed; it is taken over when the integration is started again");
        }
        List<Path> changed = now.changed(runningRoutes);
        if (!changed.isEmpty() && running.replace(changed, now, runningRoutes)) {
            runningRoutes = now;
        }
    }

    private static String names(List<Path> files) {
        return String.join(
                ", ", files.stream().map(f -> f.getFileName().toString()).toList());
    }

    @Override
    public void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }
}
