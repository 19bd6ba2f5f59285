package caravan.sandbox.pods;

import caravan.sandbox.process.LogFile;
import caravan.sandbox.process.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a container's runs write: a log for each, of which the present one and the one before are kept. */
final class ContainerLogs implements AutoCloseable {
    private static final long BYTES = 2 << 20;

    private final Path folder;
    private final String container;
    private Optional<LogFile> present = Optional.empty();
    private int run;

    ContainerLogs(Path folder, String container) {
        this.folder = folder;
        this.container = container;
    }

    /** Begins the log of a run. */
    synchronized Output begin(int number) {
        close();
        run = number;
        try {
            for (Path old : files(number - 2)) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an old log of " + container + " cannot be removed", e);
        }
        LogFile log = new LogFile(file(number), BYTES);
        present = Optional.of(log);
        return log;
    }

    /** Adds a line of the node's own. */
    synchronized void note(String line) {
        present.ifPresent(log -> log.line(Output.Source.STDERR, line));
    }

    /** The files of the present run or of the one before, oldest first. */
    synchronized List<Path> files(boolean previous) {
        return files(previous ? run - 1 : run);
    }

    private List<Path> files(int number) {
        Path file = file(number);
        return List.of(file.resolveSibling(file.getFileName() + ".1"), file);
    }

    private Path file(int number) {
        return folder.resolve("logs").resolve(container + "." + number + ".log");
    }

    @Override
    public synchronized void close() {
        present.ifPresent(LogFile::close);
        present = Optional.empty();
    }
}
