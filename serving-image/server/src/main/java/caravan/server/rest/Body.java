package caravan.server.rest;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** A request's body as it comes in. */
final class Body {
    private byte[] bytes;
    private int length;

    Body(int expected) {
        bytes = new byte[expected];
    }

    void add(Buffer part) {
        if (length + part.length() > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + part.length(), Math.min(2 * bytes.length, 1 << 28)));
        }
        part.getBytes(bytes, length);
        length += part.length();
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
