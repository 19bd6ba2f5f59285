package caravan.bench.loop;

import caravan.determined.DeterminedClient;
import caravan.determined.DeterminedSettings;
import caravan.loop.Branch;
import caravan.loop.Repo;
import caravan.pachyderm.PachydermAdmin;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Sandbox and integration in a home of their own, with small use cases whose trials only wait. */
final class Machine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(90);

    private final Path home;
    private final Program sandbox;
    private final Program integration;
    private final JsonNode addresses;

    private Machine(Path home, Program sandbox, Program integration, JsonNode addresses) {
        this.home = home;
        this.sandbox = sandbox;
        this.integration = integration;
        this.addresses = addresses;
    }

    /** The name of the n-th use case, of its data repo, and, with {@code -model}, of its output repo and model. */
    static String name(int number) {
        return "bench-" + number;
    }

    static Branch data(int number) {
        return new Branch(new Repo("default", name(number)), "master");
    }

    static Branch output(int number) {
        return new Branch(new Repo("default", name(number) + "-model"), "caravan");
    }

    static Machine start(Path home, int useCases) throws Exception {
        Installation installation = Installation.here();
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("use-cases"));
        waitingTrial(home);
        for (int number = 0; number < useCases; number++) {
            Files.writeString(home.resolve("use-cases/" + name(number) + ".yaml"), useCase(number));
        }
        Path code = Code.repository(installation, home.resolve("code"));
        Program sandbox = Program.start(
                installation.sandbox(
                        "--home",
                        home.toString(),
                        "--images",
                        home.resolve("images.yaml").toString()),
                home.resolve("sandbox.log"));
        Program integration = null;
        try {
            JsonNode addresses = Await.until("the sandbox", START, 50, () -> {
                sandbox.check();
                return json(home.resolve("addresses.json"))
                        .filter(a -> a.path("pid").asLong() == sandbox.pid());
            });
            provide(home, addresses, useCases);
            Path settings = settings(installation, home, addresses, code);
            integration = Program.start(
                    installation.integration("--settings", settings.toString()), home.resolve("integration.log"));
            Machine machine = new Machine(home, sandbox, integration, addresses);
            machine.awaitHealth();
            return machine;
        } catch (Exception e) {
            if (integration != null) {
                integration.close();
            }
            sandbox.close();
            throw e;
        }
    }

    private static void waitingTrial(Path home) throws IOException {
        Path script = home.resolve("bin/caravan-trial");
        Files.writeString(script, "#!/bin/sh\nexec sleep 600\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        JSON.writeValue(
                home.resolve("images.yaml").toFile(),
                Map.of(
                        "images",
                        Map.of(
                                "caravan/trial",
                                Map.of("path", List.of(script.getParent().toString())))));
    }

    private static String useCase(int number) {
        return """
                name: %1$s
                data: {project: default, repo: %1$s, branch: master}
                labels: {rule: prefix-or-folder, values: [cat, dog]}
                model: {name: %1$s}
                output: {project: default, repo: %1$s-model}
                code: {git: "{{caravan.code.git}}", ref: HEAD, folder: model, image: caravan/trial:0.1}
                training: {order: each, retries: 0}
                deployment: {namespace: caravan, name: %1$s, image: caravan/server:0.1}
                """
                .formatted(name(number));
    }

    private static void provide(Path home, JsonNode addresses, int useCases) {
        try (PachydermAdmin admin = new PachydermAdmin(pachyderm(home, addresses))) {
            admin.createProject("default");
            for (int number = 0; number < useCases; number++) {
                admin.createRepo(data(number).repo(), "");
                admin.createRepo(output(number).repo(), "");
                admin.bind(data(number).repo(), "robot:seldon", List.of("repoReader"));
                admin.bind(output(number).repo(), "robot:seldon", List.of("repoWriter"));
            }
        }
    }

    private static Path settings(Installation installation, Path home, JsonNode addresses, Path code)
            throws IOException {
        Path events = home.resolve("credentials/events-path");
        Files.writeString(events, "bench");
        Properties lines = new Properties();
        lines.putAll(Map.ofEntries(
                Map.entry("caravan.home", home.toString()),
                Map.entry(
                        "caravan.routes", installation.root().resolve("routes").toString()),
                Map.entry("caravan.use-cases", home.resolve("use-cases").toString()),
                Map.entry(
                        "caravan.pachyderm.address", addresses.path("pachyderm").asText()),
                Map.entry("caravan.pachyderm.token-file", credential(home, "pachyderm-robot-token")),
                Map.entry(
                        "caravan.determined.address",
                        addresses.path("determined").asText()),
                Map.entry("caravan.determined.user-file", credential(home, "determined-user")),
                Map.entry("caravan.determined.password-file", credential(home, "determined-password")),
                Map.entry("caravan.kubernetes.kubeconfig", credential(home, "kubeconfig")),
                Map.entry("caravan.gateway.address", addresses.path("gateway").asText()),
                Map.entry("caravan.events.path-file", events.toString()),
                Map.entry("caravan.code.git", code.toUri().toString())));
        Path file = home.resolve("application.properties");
        try (var out = Files.newBufferedWriter(file)) {
            lines.store(out, null);
        }
        return file;
    }

    private void awaitHealth() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Await.until("the integration's health", START, 50, () -> {
            integration.check();
            Optional<JsonNode> said = json(home.resolve("integration.json"))
                    .filter(i -> i.path("pid").asLong() == integration.pid());
            return said.isPresent() && up(client, said.get().path("url").asText()) ? said : Optional.empty();
        });
    }

    /** Whether the integration at that address says that it is up. */
    static boolean up(HttpClient client, String url) throws InterruptedException {
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/health"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    && JSON.readTree(answer.body()).path("status").asText().equals("UP");
        } catch (IOException e) {
            return false;
        }
    }

    /** A file's JSON; empty while it is not there. */
    static Optional<JsonNode> json(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
    }

    /** Pachyderm as its administrator. */
    PachydermClient pachyderm() {
        return new PachydermClient(pachyderm(home, addresses));
    }

    /** Determined as the integration's user. */
    DeterminedClient determined() {
        return new DeterminedClient(new DeterminedSettings(
                URI.create(addresses.path("determined").asText()),
                Path.of(credential(home, "determined-user")),
                Path.of(credential(home, "determined-password")),
                Optional.empty()));
    }

    /** Fails with what the process that ended said last. */
    void check() {
        sandbox.check();
        integration.check();
    }

    private static PachydermSettings pachyderm(Path home, JsonNode addresses) {
        return new PachydermSettings(
                addresses.path("pachyderm").asText(),
                Optional.of(Path.of(credential(home, "pachyderm-root-token"))),
                Optional.empty());
    }

    private static String credential(Path home, String name) {
        return home.resolve("credentials").resolve(name).toString();
    }

    @Override
    public void close() {
        integration.close();
        sandbox.close();
    }
}
