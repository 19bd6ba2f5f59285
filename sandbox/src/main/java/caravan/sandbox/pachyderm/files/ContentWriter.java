package caravan.sandbox.pachyderm.files;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a stream of bytes into chunks; no more than one chunk is in memory. */
final class ContentWriter {
    private static final int SMALL = 64 << 10;

    private final Chunks store;
    private final List<String> chunks = new ArrayList<>();
    private byte[] tail = new byte[SMALL];
    private int length;

    ContentWriter(Chunks store) {
        this.store = store;
    }

    /** Goes on behind content that is there already. */
    static ContentWriter after(Chunks store, Content content) throws IOException {
        ContentWriter writer = new ContentWriter(store);
        int full = (int) (content.size() / Chunks.SIZE);
        writer.chunks.addAll(content.chunks().subList(0, full));
        try (InputStream rest = new ContentStream(store, content, (long) full * Chunks.SIZE)) {
            writer.add(rest);
        }
        return writer;
    }

    void add(ByteString bytes) throws IOException {
        int at = 0;
        while (at < bytes.size()) {
            int count = room(bytes.size() - at);
            bytes.copyTo(tail, at, length, count);
            at += count;
            length += count;
        }
    }

    void add(InputStream bytes) throws IOException {
        int count = 0;
        while (count >= 0) {
            length += count;
            int room = room(SMALL);
            count = bytes.read(tail, length, room);
        }
    }

    /** How many bytes fit, at least one and at most those wanted. */
    private int room(int wanted) throws IOException {
        if (length == Chunks.SIZE) {
            flush();
        }
        if (length == tail.length) {
            tail = Arrays.copyOf(tail, Math.min(Chunks.SIZE, Math.max(2 * length, length + Math.min(wanted, SMALL))));
        }
        return Math.min(wanted, tail.length - length);
    }

    private void flush() throws IOException {
        chunks.add(store.put(tail, length));
        length = 0;
    }

    Content finish() throws IOException {
        long size = (long) chunks.size() * Chunks.SIZE + length;
        if (length > 0) {
            flush();
        }
        return Content.of(size, chunks);
    }
}
