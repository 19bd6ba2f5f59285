package caravan.bench.loop;

import caravan.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program under measurement: a process with its log. */
final class Program implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Program start(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile())
                .start();
        return new Program(process, log);
    }

    long pid() {
        return process.pid();
    }

    /** Fails with the log's last lines where it does not run any more. */
    void check() {
        if (!process.isAlive()) {
            throw new BenchException("it ended with exit code " + process.exitValue() + ":\n" + lastLines());
        }
    }

    /** Waits for its end. */
    int exitCode(int atMostSeconds) throws InterruptedException {
        if (!process.waitFor(atMostSeconds, TimeUnit.SECONDS)) {
            throw new BenchException("it took longer than " + atMostSeconds + " s:\n" + lastLines());
        }
        return process.exitValue();
    }

    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(its log " + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
