package caravan.app;

import caravan.app.events.EventListener;
import caravan.app.lint.Lint;
import caravan.app.reload.Reload;
import caravan.app.steps.Deploying;
import caravan.app.steps.Failures;
import caravan.app.steps.Monitoring;
import caravan.app.steps.Registration;
import caravan.app.steps.Ring;
import caravan.app.steps.Training;
import caravan.app.steps.Turns;
import caravan.loop.deploy.ManifestTemplate;
import caravan.loop.steps.DeploymentSteps;
import caravan.loop.steps.RegistrationSteps;
import caravan.loop.steps.TrainingSteps;
import caravan.loop.watch.SystemWatch;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Everything that one integration consists of, from its start to its end. */
final class Runtime implements AutoCloseable {
    private static final String EVENTS = "seda:predictions";
    private static final long LOOK_MILLIS = 500;

    private final Settings settings;
    private final Path home;
    private final Path routes;
    private final Systems systems;
    private final UseCases useCases;
    private final EventListener events;
    private final int port;
    private final Reload reload;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "doorbells");
        thread.setDaemon(true);
        return thread;
    });
    private final Main main = new Main();
    private volatile ProducerTemplate template;

    Runtime(Settings settings, Systems systems, Optional<Path> libs) throws IOException {
        this.settings = settings;
        this.systems = systems;
        this.home = Path.of(settings.text(Setting.HOME)).toAbsolutePath();
        this.routes = Path.of(settings.text(Setting.ROUTES)).toAbsolutePath();
        this.useCases = new UseCases(Path.of(settings.text(Setting.USE_CASES)), settings);
        Optional<Address> last = Address.last(home);
        String host = settings.text(Setting.HOST);
        this.port = Address.port(host, settings.number(Setting.PORT), last.map(Address::url));
        String eventsHost = settings.text(Setting.EVENTS_HOST);
        this.events = new EventListener(
                eventsHost,
                Address.port(eventsHost, settings.number(Setting.EVENTS_PORT), last.map(Address::events)),
                settings.secret(Setting.EVENTS_PATH_FILE),
                this::offer);
        CamelSettings.of(settings, routes, port).forEach(main::addInitialProperty);
        main.setDefaultPropertyPlaceholderLocation("false");
        beans();
        this.reload = new Reload(
                routes,
                Path.of(settings.text(Setting.USE_CASES)),
                folder -> new Lint(Beans.TYPES, Beans.placeholders(settings)).check(folder),
                useCases::reload);
        if (libs.isPresent()) {
            JavaRoutes.of(libs.get()).forEach(main.configure()::addRoutesBuilder);
        }
        main.bind("started", new Started(context -> {
            template = context.createProducerTemplate();
            if (settings.flag(Setting.RELOAD) && !settings.flag(Setting.CLUSTER)) {
                reload.start(context, LOOK_MILLIS);
            }
            new Address(
                            "http://" + host + ":" + port,
                            eventsUrl(),
                            ProcessHandle.current().pid())
                    .write(home);
        }));
    }

    /** Starts the routes and returns. */
    void start() throws Exception {
        main.start();
    }

    /** Runs until the process is told to stop. */
    int run() throws Exception {
        main.run();
        return main.getExitCode();
    }

    private void beans() {
        SystemWatch watch = new SystemWatch();
        Ring ring = new Ring(() -> template);
        Failures failures = new Failures(watch, clock, ring);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        main.bind("metricsRegistry", meters);
        main.bind("systemWatch", watch);
        Operation.bind(main, settings, home, useCases, watch, systems);
        main.bind("pachydermClient", systems.pachyderm());
        main.bind("determinedClient", systems.determined());
        main.bind("seldonClient", systems.seldon());
        main.bind("failures", failures);
        main.bind("turns", new Turns(failures, ring));
        main.bind(
                "training",
                new Training(
                        useCases,
                        new TrainingSteps(systems.pachyderm(), systems.determined(), systems.git(), systems.access())));
        main.bind(
                "registration",
                new Registration(
                        useCases, new RegistrationSteps(systems.pachyderm(), systems.determined(), systems.unpack())));
        main.bind("deployment", new Deploying(useCases, deployment()));
        main.bind("monitoring", new Monitoring(useCases, systems.pachyderm(), meters));
        Doorbells.bind(main, useCases);
    }

    private DeploymentSteps deployment() {
        String pachyderm = settings.optional(Setting.SERVER_PACHYDERM_ADDRESS)
                .orElseGet(() -> settings.text(Setting.PACHYDERM_ADDRESS));
        return new DeploymentSteps(
                systems.pachyderm(),
                systems.determined(),
                systems.seldon(),
                () -> new ManifestTemplate(manifest()),
                Map.of(
                        "pachyderm-address",
                        pachyderm,
                        "events-url",
                        eventsUrl() + "/" + settings.secret(Setting.EVENTS_PATH_FILE)),
                Clock.systemUTC());
    }

    private String manifest() {
        Path file = routes.resolve("manifests").resolve("seldon-deployment.yaml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private String eventsUrl() {
        return settings.optional(Setting.EVENTS_URL)
                .orElseGet(() -> "http://" + settings.text(Setting.EVENTS_HOST) + ":" + events.port());
    }

    private boolean offer(Map<String, Object> headers, byte[] body) {
        ProducerTemplate sender = template;
        if (sender == null) {
            return false;
        }
        Exchange exchange = sender.send(EVENTS, ExchangePattern.InOnly, event -> {
            event.getMessage().setHeaders(headers);
            event.getMessage().setBody(body);
        });
        return exchange.getException() == null;
    }

    @Override
    public void close() {
        reload.close();
        main.stop();
        events.close();
        clock.shutdownNow();
    }
}
