package caravan.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The children that run, a file each ({@code <pid>}, holding name and start time), so that a later run of the sandbox finds
 * those that a killed one has left.
 *
 * @param folder of the files
 */
record Register(Path folder) {
    /** Start times are told in clock ticks since the machine's start, whose own time may be corrected. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** A child of a former run that still runs. */
    record Leftover(String name, ProcessHandle process, Path file) {}

    void add(String name, ProcessHandle process) throws IOException {
        Files.createDirectories(folder);
        Path part = folder.resolve(process.pid() + ".part");
        Files.writeString(part, started(process) + " " + name);
        Files.move(part, file(process.pid()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void remove(long pid) throws IOException {
        Files.deleteIfExists(file(pid));
    }

    /** Those that still run; what is written of the others is deleted. */
    List<Leftover> leftovers() throws IOException {
        List<Leftover> leftovers = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return leftovers;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Optional<Leftover> leftover = leftover(file);
                if (leftover.isPresent()) {
                    leftovers.add(leftover.get());
                } else {
                    Files.delete(file);
                }
            }
        }
        return leftovers;
    }

    private static Optional<Leftover> leftover(Path file) throws IOException {
        String name = file.getFileName().toString();
        String[] words = Files.readString(file).split(" ", 2);
        if (!name.matches("\\d+") || words.length != 2 || !words[0].matches("\\d+")) {
            return Optional.empty();
        }
        long started = Long.parseLong(words[0]);
        return ProcessHandle.of(Long.parseLong(name))
                .filter(process -> Math.abs(started(process) - started) <= TOLERANCE.toMillis())
                .map(process -> new Leftover(words[1], process, file));
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private Path file(long pid) {
        return folder.resolve(String.valueOf(pid));
    }
}
