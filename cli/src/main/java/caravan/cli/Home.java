package caravan.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The folder that holds all state of one machine's Caravan. */
record Home(Path folder) {

    Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The demo's home below this one. */
    Home demo() {
        return new Home(folder.resolve("demo"));
    }

    Path addressesFile() {
        return folder.resolve("addresses.json");
    }

    Path integrationFile() {
        return folder.resolve("integration.json");
    }

    Path credential(String name) {
        return folder.resolve("credentials").resolve(name);
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path images() {
        return folder.resolve("sandbox").resolve("images.yaml");
    }

    Path settings() {
        return folder.resolve("integration").resolve("application.properties");
    }

    /** Where the systems listen, if they were ever started here. */
    Optional<Addresses> addresses() {
        return read(addressesFile(), Addresses.class);
    }

    /** Where the integration listens, if it was ever started here. */
    Optional<IntegrationAddress> integration() {
        return read(integrationFile(), IntegrationAddress.class);
    }

    /** {@code integration.json}: URLs of console and health, and of the listener for events. */
    record IntegrationAddress(String url, String events, long pid) {}

    private static <T> Optional<T> read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, type));
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The home in which something runs: this one, else the demo below it.
     *
     * @throws CliException where nothing runs
     */
    Home running() {
        for (Home home : new Home[] {this, demo()}) {
            if (home.addresses().filter(Addresses::alive).isPresent()) {
                return home;
            }
        }
        throw new CliException("nothing runs in " + folder + " or its demo/: start it with ./caravan up"
                + " (or say where it runs with --home)");
    }

    /** Takes the home for this process until the lock is closed. Empty where another process has it. */
    Optional<Lock> lock() {
        FileChannel channel = null;
        try {
            create(folder);
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Lock(channel));
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            return Optional.empty();
        } catch (IOException e) {
            throw new CliException("cannot use " + folder + " as home: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A home that is taken. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            closeQuietly(channel);
        }
    }

    /** Creates a folder that only its owner may read. */
    static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
