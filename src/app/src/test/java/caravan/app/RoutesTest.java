package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.loop.Branch;
import caravan.loop.Experiment;
import caravan.loop.ExperimentState;
import caravan.loop.FileEntry;
import caravan.loop.ModelCode;
import caravan.loop.ModelVersion;
import caravan.loop.Repo;
import caravan.loop.memory.MemoryData;
import caravan.loop.memory.MemoryServing;
import caravan.loop.memory.MemoryTraining;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.SystemException;
import caravan.loop.steps.TrialAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes as users have them, over systems in memory. */
class RoutesTest {
    private static final String USE_CASE =
            """
            name: pets
            data: {repo: pets}
            labels: {values: [cat, dog]}
            model: {name: pets}
            output: {repo: pets-model}
            code: {git: here, folder: model, image: trial}
            training: {minimum-accuracy: 0.8}
            deployment: {name: pets, namespace: pets, image: server, steps: [100], hold: 0s}
            """;
    private static final Branch DATA = new Branch(new Repo("default", "pets"), "master");

    @TempDir
    private Path home;

    private final MemoryData data = new MemoryData();
    private final MemoryTraining training = new MemoryTraining();
    private final MemoryServing serving = new MemoryServing();
    private final AtomicBoolean away = new AtomicBoolean();
    private Runtime runtime;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("use-cases"));
        Files.writeString(home.resolve("use-cases/pets.yaml"), USE_CASE);
        Files.writeString(home.resolve("events-path"), "secret");
        Settings settings = Settings.read(
                Optional.empty(),
                Map.of(
                        "CARAVAN_HOME",
                        home.toString(),
                        "CARAVAN_ROUTES",
                        "../../routes",
                        "CARAVAN_USE_CASES",
                        home.resolve("use-cases").toString(),
                        "CARAVAN_EVENTS_PATH_FILE",
                        home.resolve("events-path").toString(),
                        "CARAVAN_POLL",
                        "50ms",
                        "CARAVAN_RESYNC",
                        "500ms"));
        ModelCode.CodeFile config = new ModelCode.CodeFile(
                "const.yaml", "searcher: {name: single}".getBytes(StandardCharsets.UTF_8), false);
        runtime = new Runtime(
                settings,
                new Systems(
                        unreliable(),
                        training,
                        serving,
                        source -> new ModelCode("code", "tree", List.of(config)),
                        new TrialAccess("localhost", 1, false),
                        this::unpack),
                Optional.empty());
        runtime.start();
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void a_commit_becomes_a_served_version_and_the_next_one_its_fork() {
        String first = data.put(DATA, Map.of("/cat.1.jpg", "cat 1", "/dog.1.jpg", "dog 1"));
        Experiment one = started(1);
        assertThat(one.forkedFrom()).isEmpty();
        training.complete(one.id(), 39, Optional.empty(), 0, 0);
        served(first);

        String second = data.put(DATA, Map.of("/cat.2.jpg", "cat 2"));
        Experiment two = started(2);
        assertThat(two.forkedFrom()).contains(one.id());
        training.complete(two.id(), 39, Optional.of(39), 0, 0);
        served(second);
        assertThat(training.versions("pets")).extracting(ModelVersion::name).containsExactly(first, second);
    }

    @Test
    void a_commit_with_nothing_to_train_does_not_stop_the_next_one() {
        String first = data.put(DATA, Map.of("/cat.1.jpg", "cat 1"));
        training.complete(started(1).id(), 39, Optional.empty(), 0, 0);
        served(first);
        data.put(DATA, Map.of("/notes.txt", "no picture"));
        data.put(DATA, Map.of("/dog.2.jpg", "dog 2"));
        assertThat(started(2).label("commit"))
                .contains(data.head(DATA).orElseThrow().id());
    }

    @Test
    void a_system_that_was_away_loses_nothing() {
        away.set(true);
        String first = data.put(DATA, Map.of("/cat.1.jpg", "cat 1"));
        await().during(Duration.ofMillis(700)).until(() -> training.all().isEmpty());
        away.set(false);
        training.complete(started(1).id(), 39, Optional.empty(), 0, 0);
        served(first);
    }

    @Test
    void health_is_told_on_the_integrations_own_server() throws Exception {
        Address address = Address.last(home).orElseThrow();
        assertThat(address.pid()).isEqualTo(ProcessHandle.current().pid());
        await().untilAsserted(() -> {
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.url() + "/health"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"status\":\"UP\"");
        });
    }

    private void unpack(InputStream tar, Path directory) throws IOException {
        Files.write(directory.resolve("version.json"), tar.readAllBytes());
        try (OutputStream lineage = new GZIPOutputStream(Files.newOutputStream(directory.resolve("lineage.jsonl.gz")));
                Entries<FileEntry> files =
                        data.walk(DATA.repo(), data.head(DATA).orElseThrow().id(), "/")) {
            while (files.hasNext()) {
                lineage.write(("{\"hash\":\"" + files.next().hash() + "\"}\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Experiment started(int number) {
        await().until(() -> training.all().size() == number
                && training.all().get(number - 1).state() == ExperimentState.ACTIVE);
        return training.all().get(number - 1);
    }

    private void served(String version) {
        await().until(() ->
                serving.observe("pets", "pets").isPresent() && serving.traffic().containsKey(version));
        serving.ready();
        await().until(() -> serving.traffic().get(version) == 100);
    }

    private DataPort unreliable() {
        return (DataPort) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataPort.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, "nobody answers");
                    }
                    try {
                        return method.invoke(data, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
