package caravan.server;

import caravan.engine.EngineException;
import caravan.server.grpc.GrpcServer;
import caravan.server.rest.RestServer;
import caravan.server.scoring.Predictor;
import caravan.server.scoring.SelfCheck;
import caravan.server.scoring.Workers;
import caravan.server.version.Version;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model server: fetches and checks a version, asks it for its golden pictures, and only then opens its ports. Ends
 * gracefully on SIGTERM, and with exit code 1 and one clear line where it cannot start.
 */
public final class ModelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private final Service service;
    private final RestServer rest;
    private final GrpcServer grpc;

    private ModelServer(Service service, RestServer rest, GrpcServer grpc) {
        this.service = service;
        this.rest = rest;
        this.grpc = grpc;
    }

    /** Serves what the environment names until the process is told to end. */
    public static void main(String[] arguments) {
        try {
            ModelServer server = start(Settings.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "drain"));
        } catch (StartException | EngineException e) {
            LOG.error("not started: {}", e.getMessage());
            LOG.debug("not started", e);
            System.exit(1);
        }
    }

    /**
     * Starts serving.
     *
     * @throws StartException where the settings, the version or the ports do not allow it
     */
    public static ModelServer start(Settings settings) {
        long began = System.nanoTime();
        Version version = VersionSource.load(settings);
        Predictor predictor = Predictor.open(version, settings.logging());
        int golden;
        try {
            golden = SelfCheck.run(predictor);
        } catch (StartException | EngineException e) {
            predictor.close();
            throw e;
        }
        Workers workers = new Workers(settings.workers(), settings.queue());
        Service service = new Service(
                settings, predictor, workers, new Lifecycle(), new Metrics(settings.unit(), version, workers));
        RestServer rest = RestServer.start(service);
        GrpcServer grpc;
        try {
            grpc = GrpcServer.start(service);
        } catch (StartException e) {
            rest.close();
            throw e;
        }
        LOG.info(
                "serving version {} ({}) with {} workers on http {} grpc {} metrics {} after {} ms and {} golden pictures",
                version.name(),
                version.sha256(),
                settings.workers(),
                rest.httpPort(),
                grpc.port(),
                rest.metricsPort(),
                (System.nanoTime() - began) / 1_000_000,
                golden);
        return new ModelServer(service, rest, grpc);
    }

    /** The port for REST. */
    public int httpPort() {
        return rest.httpPort();
    }

    /** The port for gRPC. */
    public int grpcPort() {
        return grpc.port();
    }

    /** The port for metrics. */
    public int metricsPort() {
        return rest.metricsPort();
    }

    /** Turns the readiness off, lets the requests under way end, and closes everything. */
    @Override
    public void close() {
        try {
            LOG.info("going down: no longer ready");
            grpc.notReady();
            boolean idle = service.lifecycle().drain(service.settings().drain(), LONGEST_REQUEST);
            LOG.info("going down: {}", idle ? "every request was answered" : "some requests were cut off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        grpc.close();
        rest.close();
        service.workers().close();
        service.metrics().close();
        service.predictor().close();
    }
}
