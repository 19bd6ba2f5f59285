package caravan.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sandbox and integration of one home, as processes. A process that dies is started once more; the second time
 * everything is stopped and its last words are told.
 */
final class Machine implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(4);
    private static final int STOP_SECONDS = 15;

    private final Installation installation;
    private final Home home;
    private final Path cache;
    private final boolean tls;
    private final Console console;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private Child sandbox;
    private Child integration;
    private boolean restarted;
    private boolean stopping;

    /**
     * A machine that does not run yet.
     *
     * @param cache where the backbone is, and features are kept
     * @param tls whether the systems speak TLS
     */
    Machine(Installation installation, Home home, Path cache, boolean tls, Console console) {
        this.installation = installation;
        this.home = home;
        this.cache = cache;
        this.tls = tls;
        this.console = console;
    }

    /** Starts both and returns when the integration says that it is up. */
    void start() {
        try {
            new Leftovers(home, console).stop();
            new Images(installation, home, cache, tls).write();
            Files.deleteIfExists(home.addressesFile());
        } catch (IOException e) {
            throw new CliException("cannot prepare " + home.folder() + ": " + e.getMessage(), e);
        }
        startSandbox();
        Addresses addresses = awaitSandbox();
        URI code = CodeRepository.update(
                installation.model(),
                "model",
                home.folder().resolve("integration").resolve("code.git"));
        new Settings(installation, home, addresses, Optional.of(code)).write();
        UseCases useCases = UseCases.of(installation, home);
        new Provisioning(home, addresses, useCases).run();
        startIntegration();
        new Namespaces(home, useCases).provide();
        awaitIntegration(addresses);
    }

    /** Completes with what happened when a process has died for good. */
    CompletableFuture<String> failure() {
        return failure;
    }

    private synchronized void startSandbox() {
        if (stopping) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(
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
        sandbox.onExit().thenRun(() -> died(sandbox, this::startSandbox));
    }

    private synchronized void startIntegration() {
        if (stopping) {
            return;
        }
        integration = Child.start(
                "integration",
                Installation.lean(
                        installation.integrationJar(),
                        "--settings",
                        home.settings().toString()),
                Map.of(),
                home.folder().resolve("integration"),
                home.logs());
        integration.onExit().thenRun(() -> died(integration, this::startIntegration));
    }

    private void died(Child child, Runnable again) {
        boolean last;
        synchronized (this) {
            if (stopping) {
                return;
            }
            last = restarted;
            restarted = true;
        }
        if (last) {
            failure.complete(child.lastWords());
        } else {
            console.note(child.lastWords());
            console.note("starting the " + child.name() + " again");
            try {
                again.run();
            } catch (CliException e) {
                failure.complete(e.getMessage());
            }
        }
    }

    private Addresses awaitSandbox() {
        return Waiting.until("the sandbox (its log: " + home.logs().resolve("sandbox.log") + ")", READY, () -> {
            checkFailure();
            return home.addresses().filter(a -> a.pid() == sandbox().pid());
        });
    }

    private void awaitIntegration(Addresses addresses) {
        HttpClient client = Trust.client(addresses, Optional.empty());
        Waiting.until(
                "the integration's health (its log: " + home.logs().resolve("integration.log") + ")", READY, () -> {
                    checkFailure();
                    return home.integration()
                            .filter(i -> i.pid() == integration().pid())
                            .filter(i -> up(client, URI.create(i.url() + "/health")));
                });
    }

    private static boolean up(HttpClient client, URI health) {
        try {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(health)
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    && Json.tree(answer.body()).path("status").asText().equals("UP");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized Child sandbox() {
        return sandbox;
    }

    private synchronized Child integration() {
        return integration;
    }

    private void checkFailure() {
        if (failure.isDone()) {
            throw new CliException(failure.join());
        }
    }

    /** Stops both, the integration first. Safe to call more than once. */
    @Override
    public void close() {
        Child first;
        Child second;
        synchronized (this) {
            stopping = true;
            first = integration;
            second = sandbox;
            integration = null;
            sandbox = null;
        }
        if (first != null) {
            first.stop(STOP_SECONDS);
        }
        if (second != null) {
            second.stop(STOP_SECONDS);
        }
    }
}
