package caravan.sandbox.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that runs, or has run. */
public final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    /** A longer line is handed on in parts. */
    private static final int LONGEST = 1 << 16;

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Family family;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.family = new Family(process.toHandle());
    }

    /** Reads its output and waits for its end; {@code ended} runs before the exit is told. */
    void watch(Output output, Runnable ended) {
        Thread out = read(process.getInputStream(), Output.Source.STDOUT, output);
        Thread err = read(process.getErrorStream(), Output.Source.STDERR, output);
        Thread waiter = new Thread(() -> await(out, err, ended), name + "-exit");
        waiter.setDaemon(true);
        waiter.start();
    }

    private void await(Thread out, Thread err, Runnable ended) {
        int code;
        try {
            code = process.waitFor();
            family.kill();
            out.join(DRAIN.toMillis());
            err.join(DRAIN.toMillis());
            ended.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit.completeExceptionally(e);
            return;
        } catch (IOException | RuntimeException e) {
            LOG.error("the end of {} (process {}) cannot be followed up", name, process.pid(), e);
            code = process.isAlive() ? -1 : process.exitValue();
        }
        exit.complete(new Exit(code));
    }

    private Thread read(InputStream stream, Output.Source source, Output output) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        StringBuilder line = new StringBuilder();
                        for (int c = lines.read(); c >= 0; c = lines.read()) {
                            if (c == '\n' || line.length() == LONGEST) {
                                hand(output, source, line);
                            }
                            if (c != '\n') {
                                line.append((char) c);
                            }
                        }
                        if (!line.isEmpty()) {
                            hand(output, source, line);
                        }
                    } catch (IOException e) {
                        LOG.debug("the output of {} has ended: {}", name, e.toString());
                    }
                },
                name + "-" + source.name().toLowerCase(java.util.Locale.ROOT));
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** Whatever becomes of a line, the process must not be stopped by a full pipe. */
    private void hand(Output output, Output.Source source, StringBuilder line) {
        int end = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        try {
            output.line(source, line.substring(0, end));
        } catch (UncheckedIOException | IllegalStateException e) {
            LOG.warn("a line of {} is lost: {}", name, e.getMessage());
        }
        line.setLength(0);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Completes when it and its descendants have ended and its output has been read. */
    public CompletableFuture<Exit> onExit() {
        return exit;
    }

    /** Asks it to end, ends it where it has not done so within the time, and waits for that. */
    public Exit stop(Duration grace) {
        signal(false);
        Exit ended = ended(grace);
        return ended == null ? kill() : ended;
    }

    /** Ends it and its descendants, and waits for that. */
    public Exit kill() {
        signal(true);
        Exit ended = ended(DRAIN.multipliedBy(4));
        if (ended == null) {
            throw new IllegalStateException(name + " (process " + pid() + ") cannot be ended");
        }
        return ended;
    }

    private void signal(boolean force) {
        if (!process.isAlive()) {
            return;
        }
        try {
            if (force) {
                family.kill();
            } else {
                family.terminate();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " (process " + pid() + ") cannot be told to end", e);
        }
    }

    private Exit ended(Duration within) {
        try {
            return exit.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of " + name + " was not seen", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
