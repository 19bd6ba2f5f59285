package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The changes on disk, one line each. A process killed while it writes leaves at most one line without an end, which the
 * next one drops. Once most of the file is history it is written anew.
 */
final class Journal implements AutoCloseable {
    /** One line: the object after the change, or its key alone where it was deleted. */
    record Entry(long version, Key key, ObjectNode object) {}

    private static final long REWRITE_FROM = 4L << 20;

    private final Path file;
    private final Path next;
    private FileChannel channel;
    private long bytes;
    private long rewriteAt = REWRITE_FROM;

    private Journal(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".new");
    }

    /** Opens the folder's journal and replays it. */
    static Journal open(Path folder, Consumer<Entry> replay) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Journal journal = new Journal(folder.resolve("objects.jsonl"));
            journal.read(replay);
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the API server's objects cannot be read", e);
        }
    }

    private void read(Consumer<Entry> replay) throws IOException {
        Files.deleteIfExists(next);
        byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                replay.accept(entry(Arrays.copyOfRange(content, start, i)));
                start = i + 1;
            }
        }
        channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        channel.truncate(start);
        channel.position(start);
        bytes = start;
    }

    private Entry entry(byte[] line) {
        try {
            JsonNode node = Json.read(line);
            Kind kind = Kinds.find(
                            node.path("group").asText(),
                            node.path("version").asText(),
                            node.path("plural").asText())
                    .orElseThrow(() -> new IllegalStateException(file + ": unknown resource in " + node));
            Key key = new Key(
                    kind, node.path("namespace").asText(), node.path("name").asText());
            return new Entry(
                    node.path("at").asLong(), key, node.get("object") instanceof ObjectNode object ? object : null);
        } catch (JacksonException e) {
            throw new IllegalStateException(file + ": a line is no JSON; restore the file or delete it", e);
        }
    }

    private static byte[] line(long version, Key key, ObjectNode object) {
        ObjectNode node = Json.object();
        node.put("at", version)
                .put("group", key.kind().group())
                .put("version", key.kind().version())
                .put("plural", key.kind().plural())
                .put("namespace", key.namespace())
                .put("name", key.name());
        if (object != null) {
            node.set("object", object);
        }
        byte[] json = Json.bytes(node);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** Adds a change; a deletion has no object. */
    void append(Entry entry) {
        try {
            write(channel, line(entry.version(), entry.key(), entry.object()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Writes the file anew from what still counts, where most of it no longer does. */
    void tidy(Supplier<Collection<Entry>> everything) {
        if (bytes <= rewriteAt) {
            return;
        }
        try {
            rewrite(everything.get());
        } catch (IOException e) {
            throw new UncheckedIOException(next + " cannot be written", e);
        }
    }

    private void write(FileChannel to, byte[] line) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        bytes += line.length;
    }

    private void rewrite(Collection<Entry> everything) throws IOException {
        FileChannel fresh = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        bytes = 0;
        for (Entry entry : everything) {
            write(fresh, line(entry.version(), entry.key(), entry.object()));
        }
        fresh.force(true);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        channel.close();
        channel = fresh;
        rewriteAt = Math.max(REWRITE_FROM, 4 * bytes);
    }

    @Override
    public void close() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed", e);
        }
    }
}
