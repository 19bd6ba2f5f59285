package caravan.sandbox.pachyderm;

import com.google.protobuf.BytesValue;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Sends bytes in messages of the size that Pachyderm's have. A new buffer is made for each, as the message keeps it. */
final class Pieces extends OutputStream {
    private static final int SIZE = 19 << 20;
    private static final int FIRST = 64 << 10;

    private final Outflow<BytesValue> out;
    private byte[] buffer = {};
    private int length;

    Pieces(Outflow<BytesValue> out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            int part = room(end - at);
            System.arraycopy(bytes, at, buffer, length, part);
            length += part;
            at += part;
        }
    }

    /** Sends exactly so many bytes of the stream. */
    void write(InputStream bytes, long count) throws IOException {
        long left = count;
        while (left > 0) {
            int room = room((int) Math.min(left, SIZE));
            int part = bytes.read(buffer, length, room);
            if (part < 0) {
                throw new IOException("a file ends " + left + " bytes too early");
            }
            length += part;
            left -= part;
        }
    }

    private int room(int wanted) throws IOException {
        if (length == SIZE) {
            flush();
        }
        if (length == buffer.length) {
            int more = Math.max(wanted, Math.max(FIRST, length));
            buffer = Arrays.copyOf(buffer, Math.min(SIZE, length + more));
        }
        return Math.min(wanted, buffer.length - length);
    }

    @Override
    public void flush() throws IOException {
        if (length > 0) {
            byte[] full = buffer;
            int size = length;
            buffer = new byte[0];
            length = 0;
            try {
                out.send(BytesValue.of(UnsafeByteOperations.unsafeWrap(full, 0, size)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
