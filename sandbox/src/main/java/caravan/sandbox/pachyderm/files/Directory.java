package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads one directory: entry by entry, or one by its key. */
final class Directory implements Iterator<Entry>, Closeable {
    private static final int BUFFER = 1 << 14;

    private final FileChannel file;
    private final int count;
    private final DataInputStream in;
    private int read;

    Directory(Path path) throws IOException {
        file = FileChannel.open(path);
        count = at(file.size() - 4, 4).getInt();
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(0)), BUFFER));
    }

    @Override
    public boolean hasNext() {
        return read < count;
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            read++;
            return entry(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry of this key, found by halves. Not to be mixed with reading on. */
    Optional<Entry> find(String key) throws IOException {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Entry entry = entry(middle);
            int order = entry.key().compareTo(key);
            if (order == 0) {
                return Optional.of(entry);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    private Entry entry(int index) throws IOException {
        long offset = at(file.size() - 4 - 8L * (count - index), 8).getLong();
        return entry(new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(offset)), 256)));
    }

    private ByteBuffer at(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static Entry entry(DataInputStream in) throws IOException {
        int kind = in.readByte();
        String name = in.readUTF();
        long size = in.readLong();
        String hash = hash(in);
        if (kind == DirectoryWriter.DIRECTORY) {
            return new DirectoryEntry(name, size, hash, hash(in));
        }
        int count = in.readInt();
        List<String> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chunks.add(hash(in));
        }
        return new FileEntry(name, new Content(size, hash, chunks));
    }

    private static String hash(DataInputStream in) throws IOException {
        byte[] hash = new byte[32];
        in.readFully(hash);
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
