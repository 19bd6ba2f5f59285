package caravan.sandbox.seldon;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The executor makes its answers safe inside of HTML, as Go's JSON encoder does. */
final class HtmlEscape {
    private static final byte[] LESS = bytes("\\u003c");
    private static final byte[] GREATER = bytes("\\u003e");
    private static final byte[] AND = bytes("\\u0026");

    private HtmlEscape() {}

    static Buffer of(Buffer body) {
        byte[] in = body.getBytes();
        Buffer out = null;
        int copied = 0;
        for (int i = 0; i < in.length; i++) {
            byte[] escaped = escape(in[i]);
            if (escaped != null) {
                out = out == null ? Buffer.buffer(in.length + 64) : out;
                out.appendBytes(in, copied, i - copied).appendBytes(escaped);
                copied = i + 1;
            }
        }
        return out == null ? body : out.appendBytes(in, copied, in.length - copied);
    }

    private static byte[] escape(byte b) {
        return switch (b) {
            case '<' -> LESS;
            case '>' -> GREATER;
            case '&' -> AND;
            default -> null;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
