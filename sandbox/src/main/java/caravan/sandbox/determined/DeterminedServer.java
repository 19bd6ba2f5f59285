package caravan.sandbox.determined;

import caravan.sandbox.Credentials;
import caravan.sandbox.Images;
import caravan.sandbox.Listener;
import caravan.sandbox.PrivateFiles;
import caravan.sandbox.Tls;
import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An embedded Determined master with one agent. All state lies in its folder. */
public final class DeterminedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeterminedServer.class);
    private static final int WORKERS = 8;
    private static final long START_SECONDS = 30;

    private final Vertx vertx;
    private final HttpServer http;
    private final Database database;
    private final Agent agent;
    private final TaskLogs logs;
    private final Webhooks webhooks;

    private DeterminedServer(
            Vertx vertx, HttpServer http, Database database, Agent agent, TaskLogs logs, Webhooks webhooks) {
        this.vertx = vertx;
        this.http = http;
        this.database = database;
        this.agent = agent;
        this.logs = logs;
        this.webhooks = webhooks;
    }

    /**
     * Starts the master and goes on with what it was doing.
     *
     * @param folder of its state
     * @param credentials that hold the passwords of {@code admin} and of the ordinary user
     * @param images how trials' images run as processes
     */
    public static DeterminedServer start(Listener listener, Path folder, Credentials credentials, Images images) {
        PrivateFiles.folder(folder);
        Database database = Database.open(
                folder.resolve("master"),
                Objects.requireNonNull(DeterminedServer.class.getResourceAsStream("schema.sql")));
        String cluster = database.transaction(sql -> {
            Users.ensure(sql, "admin", true, credentials.read(Credentials.DETERMINED_ADMIN_PASSWORD));
            Users.ensure(
                    sql,
                    credentials.read(Credentials.DETERMINED_USER),
                    false,
                    credentials.read(Credentials.DETERMINED_PASSWORD));
            Workspaces.ensureDefault(sql);
            return cluster(sql);
        });
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(WORKERS));
        Router router = Router.router(vertx);
        AtomicBoolean ready = new AtomicBoolean();
        HttpServer http = listen(vertx, listener, request -> {
            if (ready.get()) {
                router.handle(request);
            } else {
                request.response().setStatusCode(503).end();
            }
        });
        URI master = URI.create(listener.url("http", http.actualPort()));
        String masterId = UUID.randomUUID().toString();

        Tokens tokens = new Tokens();
        Definitions definitions = new Definitions(folder.resolve("definitions"));
        TaskLogs logs = new TaskLogs(database);
        Webhooks webhooks = new Webhooks(database);
        CheckpointCleaning cleaning = new CheckpointCleaning(database);
        Lifecycle lifecycle = new Lifecycle(webhooks, cleaning::ended);
        TrialEnvironment environment =
                new TrialEnvironment(master, listener.tls().map(Tls::ca), cluster, masterId);
        Agent agent = new Agent(database, images, folder, definitions, logs, lifecycle, tokens, environment);

        Api api = new Api(router, database, tokens);
        ExperimentJson experiments = new ExperimentJson(agent);
        ExperimentConfig configs = new ExperimentConfig(
                PrivateFiles.folder(folder.resolve("checkpoints")).toAbsolutePath());
        Creation creation = new Creation(configs, definitions, lifecycle, agent, experiments);
        new MasterRoutes(agent, cluster, masterId, Instant.now()).addTo(router, api);
        new WorkspaceRoutes(experiments).addTo(api);
        new ExperimentRoutes(creation, experiments, lifecycle, agent, definitions).addTo(api);
        new CheckpointRoutes().addTo(api);
        new TrialRoutes(database, new TrialJson(experiments), lifecycle, agent).addTo(api);
        new AllocationRoutes(vertx, database, agent, definitions).addTo(api);
        new LogRoutes(vertx, database).addTo(api);
        new ModelRoutes().addTo(api);
        new WebhookRoutes(webhooks).addTo(api);
        new CheckpointDownload(database).addTo(router);
        api.unimplemented();
        router.route().last().handler(DeterminedServer::unknown);
        try {
            agent.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the agent cannot start", e);
        }
        webhooks.wake();
        ready.set(true);
        return new DeterminedServer(vertx, http, database, agent, logs, webhooks);
    }

    private static void unknown(RoutingContext context) {
        boolean get = context.request().method().name().equals("GET");
        context.response()
                .setStatusCode(get ? 404 : 405)
                .putHeader("Content-Type", "application/json")
                .end(Json.object()
                        .put("message", get ? "Not Found" : "Method Not Allowed")
                        .toString());
    }

    private static String cluster(caravan.sandbox.determined.sql.Sql sql) {
        Optional<Row> known = sql.first("SELECT content FROM cluster WHERE name = 'id'");
        if (known.isPresent()) {
            return known.get().text("content");
        }
        String id = UUID.randomUUID().toString();
        sql.update("INSERT INTO cluster (name, content) VALUES ('id', ?)", id);
        return id;
    }

    private static HttpServer listen(Vertx vertx, Listener listener, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(Listener.HOST)
                .setPort(listener.port())
                .setMaxInitialLineLength(1 << 16)
                .setMaxHeaderSize(1 << 16);
        listener.tls().ifPresent(tls -> options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certificate().toString())
                        .setKeyPath(tls.key().toString())));
        try {
            return vertx.createHttpServer(options)
                    .requestHandler(handler)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Determined cannot listen on " + listener.address() + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public int port() {
        return http.actualPort();
    }

    /** Ends its trials, which are run again after the next start, and closes the database. */
    @Override
    public void close() {
        agent.close();
        webhooks.close();
        logs.close();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the HTTP server does not end: {}", e.toString());
        }
        database.close();
    }
}
