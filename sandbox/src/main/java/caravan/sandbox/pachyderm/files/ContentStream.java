package caravan.sandbox.pachyderm.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** A file's bytes from an offset on. */
final class ContentStream extends InputStream {
    private final Chunks store;
    private final Content content;
    private int next;
    private long skip;
    private InputStream chunk = InputStream.nullInputStream();

    ContentStream(Chunks store, Content content, long offset) {
        this.store = store;
        this.content = content;
        this.next = (int) Math.min(offset / Chunks.SIZE, content.chunks().size());
        this.skip = offset % Chunks.SIZE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = chunk.read(into, offset, length);
        while (count < 0) {
            chunk.close();
            if (next == content.chunks().size()) {
                return -1;
            }
            FileChannel file = FileChannel.open(store.path(content.chunks().get(next)));
            chunk = Channels.newInputStream(file.position(skip));
            next++;
            skip = 0;
            count = chunk.read(into, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        chunk.close();
    }
}
