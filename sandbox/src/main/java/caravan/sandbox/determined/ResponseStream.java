package caravan.sandbox.determined;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An answer's body, written by a worker thread that waits while the client is slow. */
final class ResponseStream extends OutputStream {
    private static final int CHUNK = 1 << 16;
    private static final long PATIENCE_SECONDS = 120;

    private final HttpServerResponse response;
    private final Semaphore room = new Semaphore(0);
    private byte[] buffer = new byte[CHUNK];
    private int filled;
    private volatile boolean gone;

    ResponseStream(HttpServerResponse response) {
        this.response = response;
        response.drainHandler(nothing -> room.release());
        response.closeHandler(nothing -> {
            gone = true;
            room.release();
        });
        response.exceptionHandler(failure -> {
            gone = true;
            room.release();
        });
    }

    @Override
    public void write(int b) throws IOException {
        buffer[filled++] = (byte) b;
        if (filled == CHUNK) {
            flush();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, CHUNK - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, part);
            filled += part;
            done += part;
            if (filled == CHUNK) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled == 0) {
            return;
        }
        while (response.writeQueueFull() && !gone) {
            room.drainPermits();
            if (response.writeQueueFull() && !gone) {
                await();
            }
        }
        if (gone) {
            throw new IOException("the client has gone");
        }
        response.write(Buffer.buffer(filled == CHUNK ? buffer : java.util.Arrays.copyOf(buffer, filled)));
        buffer = new byte[CHUNK];
        filled = 0;
    }

    private void await() throws IOException {
        try {
            if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the client does not read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        response.end();
    }
}
