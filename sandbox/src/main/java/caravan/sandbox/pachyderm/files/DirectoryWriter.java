package caravan.sandbox.pachyderm.files;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Writes one directory, entry by entry in the order of their keys. The file: the entries, then the offset of each (8 bytes), then
 * their number (4 bytes).
 */
final class DirectoryWriter implements Closeable {
    static final int FILE = 1;
    static final int DIRECTORY = 2;
    private static final int BUFFER = 1 << 14;

    private final Blobs blobs;
    private final Path draft;
    private final Blake2b name = new Blake2b();
    private final Blake2b hash = new Blake2b();
    private final DataOutputStream out;
    private long[] offsets = new long[16];
    private int count;
    private long size;

    DirectoryWriter(Blobs blobs) throws IOException {
        this.blobs = blobs;
        this.draft = blobs.draft();
        this.out = new DataOutputStream(new BufferedOutputStream(new Named(Files.newOutputStream(draft)), BUFFER));
    }

    void add(Entry entry) throws IOException {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        offsets[count++] = out.size();
        size += entry.size();
        hash.add(entry.hash());
        out.writeByte(entry instanceof FileEntry ? FILE : DIRECTORY);
        out.writeUTF(entry.name());
        out.writeLong(entry.size());
        write(entry.hash());
        if (entry instanceof FileEntry file) {
            out.writeInt(file.content().chunks().size());
            for (String chunk : file.content().chunks()) {
                write(chunk);
            }
        } else if (entry instanceof DirectoryEntry directory) {
            write(directory.tree());
        }
    }

    private void write(String hex) throws IOException {
        out.write(HexFormat.of().parseHex(hex));
    }

    /** Keeps the directory; one without entries does not exist. */
    Optional<DirectoryEntry> finish(String called) throws IOException {
        if (count == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < count; i++) {
            out.writeLong(offsets[i]);
        }
        out.writeInt(count);
        out.close();
        String tree = name.hex();
        blobs.keep(draft, tree);
        return Optional.of(new DirectoryEntry(called, size, hash.hex(), tree));
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(draft);
    }

    /** Hashes what passes. */
    private final class Named extends FilterOutputStream {
        Named(OutputStream next) {
            super(next);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            name.add(bytes, from, length);
        }
    }
}
