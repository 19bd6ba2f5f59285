package caravan.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that Caravan runs, with its log. */
final class Child {
    private static final int TAIL = 16_384;

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a process whose output goes to the end of {@code <name>.log}.
     *
     * @param directory its working directory
     */
    static Child start(String name, List<String> command, Map<String, String> environment, Path directory, Path logs) {
        try {
            Home.create(logs);
            Home.create(directory);
            Path log = logs.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Child(name, log, builder.start());
        } catch (IOException e) {
            throw new CliException("cannot start the " + name + ": " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** How it ended and what it said last, for people. */
    String lastWords() {
        String end = process.isAlive() ? "runs" : "ended with exit code " + process.exitValue();
        return "the " + name + " " + end + "; the last lines of " + log + ":\n" + tail(12);
    }

    private String tail(int lines) {
        if (!Files.isRegularFile(log)) {
            return "  (no log)";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join(
                    "\n",
                    all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                            .map(line -> "  " + line)
                            .toList());
        } catch (IOException e) {
            return "  (cannot read it: " + e.getMessage() + ")";
        }
    }

    /** Asks it to end, and ends it where it does not within the time. */
    void stop(int seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
