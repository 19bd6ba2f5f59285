package caravan.sandbox.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The children of one part of the sandbox. None outlives it: closing ends them, and where the sandbox was killed the next
 * one ends them when it opens the same folder.
 */
public final class Children implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** A child begins when it is written down and not before, so that none can be left without a trace. */
    private static final String WHEN_TOLD = "IFS= read -r go && exec \"$@\" </dev/null";

    private final Register register;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private boolean closed;

    private Children(Register register) {
        this.register = register;
    }

    /**
     * Ends what a former run has left, and is ready to start.
     *
     * @param folder where the running ones are written down; one for each user of this class
     */
    public static Children open(Path folder) {
        Register register = new Register(folder);
        try {
            for (Register.Leftover leftover : register.leftovers()) {
                LOG.info(
                        "ending {} (process {}), left by a former run",
                        leftover.name(),
                        leftover.process().pid());
                new Family(leftover.process()).kill();
                leftover.process().onExit().get(10, TimeUnit.SECONDS);
                Files.delete(leftover.file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what a former run has left cannot be ended, by " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("a process that a former run has left does not end, by " + folder, e);
        }
        return new Children(register);
    }

    /**
     * Starts a process. A program that is not there is told by its exit code, 127.
     *
     * @throws UncheckedIOException where no process can be made
     */
    public synchronized Child start(Command command, Output output) {
        if (closed) {
            throw new IllegalStateException("the sandbox is closing: " + command.name() + " is not started");
        }
        List<String> line = new ArrayList<>(Family.leading());
        line.addAll(List.of("/bin/sh", "-c", WHEN_TOLD, command.name()));
        line.addAll(command.arguments());
        try {
            Files.createDirectories(command.directory());
            ProcessBuilder builder =
                    new ProcessBuilder(line).directory(command.directory().toFile());
            builder.environment().clear();
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            Child child = new Child(command.name(), process);
            register.add(command.name(), process.toHandle());
            running.add(child);
            child.watch(output, () -> forget(child));
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write("go\n".getBytes(StandardCharsets.US_ASCII));
            }
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(command.name() + " cannot be started", e);
        }
    }

    private void forget(Child child) {
        running.remove(child);
        try {
            register.remove(child.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that run. */
    public Collection<Child> running() {
        return List.copyOf(running);
    }

    /** Asks all to end, and ends those that have not done so after five seconds. */
    @Override
    public void close() {
        close(GRACE);
    }

    /** Asks all to end, and ends those that have not done so after a while. */
    public void close(Duration grace) {
        synchronized (this) {
            closed = true;
        }
        running().parallelStream().forEach(child -> child.stop(grace));
    }
}
