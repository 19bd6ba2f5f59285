package caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/** The sandbox as a process of its own, as users run it. */
public final class SandboxProcess implements AutoCloseable {
    private final Path home;
    private final Process process;

    private SandboxProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Starts it with 256 MB of heap. */
    public static SandboxProcess start(Path home, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Sandbox.class.getName(),
                "--home",
                home.toString()));
        command.addAll(Arrays.asList(more));
        Files.deleteIfExists(home.resolve("addresses.json"));
        Files.createDirectories(home);
        return new SandboxProcess(
                home,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                home.resolve("log").toFile()))
                        .start());
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** Waits for what it publishes when all systems accept. */
    public JsonNode addresses() throws IOException {
        Path file = home.resolve("addresses.json");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.isRegularFile(file) || !process.isAlive());
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("the sandbox ended: " + Files.readString(home.resolve("log")));
        }
        return new ObjectMapper().readTree(file.toFile());
    }

    /** As by {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As by {@code kill}; returns when it has ended. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
