package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.loop.Commit;
import caravan.loop.usecase.UseCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sandbox in one process and the integration in another, each started and ended by the test. */
final class TwoProcesses implements AutoCloseable {
    private static final PrintStream NOWHERE =
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofMinutes(8);

    static final Console CONSOLE = new Console(NOWHERE, NOWHERE, false);

    final Home home;
    final UseCase useCase;
    final Systems systems;
    private final Installation installation = Installation.find();
    private final UseCases useCases;
    private final Child sandbox;
    private Child integration;

    /** Starts the sandbox and provides what an administrator would. */
    TwoProcesses(Path folder, boolean tls) throws IOException {
        home = new Home(folder);
        Path cache = Installation.cache();
        new Backbone(cache, installation, CONSOLE).obtain(Optional.empty());
        new Images(installation, home, cache, tls).write();
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--home", home.folder().toString(), "--images", home.images().toString()));
        if (tls) {
            arguments.add("--tls");
        }
        sandbox = Child.start(
                "sandbox",
                Installation.lean(installation.sandboxJar(), arguments.toArray(String[]::new)),
                Map.of(),
                home.folder().resolve("sandbox"),
                home.logs());
        Addresses addresses = Waiting.until("the sandbox", LONG, () -> {
            assertThat(sandbox.alive()).as(sandbox::lastWords).isTrue();
            return home.addresses();
        });
        URI code = CodeRepository.update(
                installation.model(),
                "model",
                home.folder().resolve("integration").resolve("code.git"));
        new Settings(installation, home, addresses, Optional.of(code)).write();
        useCases = UseCases.of(installation, home);
        useCase = useCases.named(Optional.empty());
        new Provisioning(home, addresses, useCases).run();
        new Namespaces(home, useCases).provide();
        systems = new Systems(home, addresses);
    }

    /** Starts the integration and returns once its routes run. */
    void startIntegration() {
        integration = Child.start(
                "integration",
                Installation.lean(
                        installation.integrationJar(),
                        "--settings",
                        home.settings().toString()),
                Map.of(),
                home.folder().resolve("integration"),
                home.logs());
        Waiting.until("the integration", LONG, () -> {
            assertThat(integration.alive()).as(integration::lastWords).isTrue();
            return home.integration().filter(i -> i.pid() == integration.pid());
        });
    }

    /** SIGKILL: nothing is tidied up. */
    void killIntegration() throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(integration.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Commits a folder. */
    Commit put(Path folder) {
        return Putting.of(List.of(folder), "/").write(systems.data(), useCase.data(), CONSOLE);
    }

    /** The status once the commit's version serves all requests. */
    Status.OfUseCase serves(String commit) {
        return Waiting.until("version " + commit + " to serve", LONG, () -> {
            assertThat(sandbox.alive()).as(sandbox::lastWords).isTrue();
            Status.OfUseCase status =
                    new StatusReader(systems, useCases).read().useCases().get(0);
            boolean there = status.deployment() != null
                    && status.deployment().settled()
                    && status.deployment()
                            .busiest()
                            .filter(s -> commit.equals(s.version()) && s.traffic() == 100)
                            .isPresent();
            return there ? Optional.of(status) : Optional.empty();
        });
    }

    /** The logs of both, for a test that fails. */
    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (String name : List.of("sandbox", "integration")) {
            Path log = home.logs().resolve(name + ".log");
            logs.append(name).append(":\n").append(Files.exists(log) ? Files.readString(log) : "no log");
        }
        return logs.toString();
    }

    @Override
    public void close() {
        systems.close();
        if (integration != null) {
            integration.stop(20);
        }
        sandbox.stop(20);
    }
}
