package caravan.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The installed package client of Python. */
record Pip(List<String> command) {
    private static final List<List<String>> NAMES =
            List.of(List.of("pip3"), List.of("pip"), List.of("python3", "-m", "pip"));
    private static final int MINUTES = 10;

    /** The first that answers. */
    static Optional<Pip> find() {
        return NAMES.stream().map(Pip::new).filter(Pip::answers).findFirst();
    }

    private boolean answers() {
        try {
            return run(List.of("--version")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Downloads one wheel, without what it depends on.
     *
     * @return what pip said last, where it failed
     */
    Optional<String> download(String requirement, Path folder) throws IOException {
        return run(List.of(
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--only-binary=:all:",
                "--dest",
                folder.toString(),
                requirement));
    }

    private Optional<String> run(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(arguments);
        Path log = Files.createTempFile("caravan-pip-", ".log");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    return Optional.of("it took longer than " + MINUTES + " minutes");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DatasetException("interrupted while pip was running", e);
            } finally {
                process.destroyForcibly();
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(lastLine(log));
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("it said nothing");
    }
}
