package caravan.sandbox.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A log of bounded size: when it has grown to half of it, it becomes {@code <name>.1} in place of the one before, and a
 * new file begins.
 */
public final class LogFile implements Output, AutoCloseable {
    private final Path file;
    private final long half;
    private BufferedWriter writer;
    private long size;

    /**
     * Opens the log, whose old lines stay.
     *
     * @param bytes that it and the one before it may have together
     */
    public LogFile(Path file, long bytes) {
        this.file = file;
        this.half = Math.max(1, bytes / 2);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            open();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be opened", e);
        }
    }

    private void open() throws IOException {
        writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        size = Files.size(file);
    }

    @Override
    public synchronized void line(Source source, String line) {
        if (writer == null) {
            return;
        }
        try {
            if (size >= half) {
                writer.close();
                Files.move(file, before(), StandardCopyOption.REPLACE_EXISTING);
                open();
            }
            writer.write(line);
            writer.write('\n');
            writer.flush();
            size += line.getBytes(StandardCharsets.UTF_8).length + 1L;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private Path before() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** The file that is written now. */
    public Path file() {
        return file;
    }

    /** The last lines, oldest first. */
    public synchronized List<String> tail(int lines) {
        ArrayDeque<String> last = new ArrayDeque<>();
        for (Path part : List.of(before(), file)) {
            if (Files.exists(part)) {
                try (Stream<String> all = Files.lines(part)) {
                    all.forEach(line -> {
                        last.add(line);
                        if (last.size() > lines) {
                            last.remove();
                        }
                    });
                } catch (IOException e) {
                    throw new UncheckedIOException(part + " cannot be read", e);
                }
            }
        }
        return List.copyOf(last);
    }

    @Override
    public synchronized void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be closed", e);
            } finally {
                writer = null;
            }
        }
    }
}
