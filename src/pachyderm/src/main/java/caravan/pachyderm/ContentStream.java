package caravan.pachyderm;

import caravan.loop.port.Entries;
import com.google.protobuf.ByteString;
import java.io.InputStream;

/** A file's content, read chunk by chunk; closing it early cancels the call. */
final class ContentStream extends InputStream {
    private final Entries<ByteString> chunks;
    private ByteString chunk = ByteString.EMPTY;
    private int at;

    ContentStream(Entries<ByteString> chunks) {
        this.chunks = chunks;
    }

    @Override
    public int read() {
        return more() ? chunk.byteAt(at++) & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, chunk.size() - at);
        chunk.copyTo(into, at, offset, count);
        at += count;
        return count;
    }

    private boolean more() {
        while (at >= chunk.size()) {
            if (!chunks.hasNext()) {
                return false;
            }
            chunk = chunks.next();
            at = 0;
        }
        return true;
    }

    @Override
    public void close() {
        chunks.close();
    }
}
