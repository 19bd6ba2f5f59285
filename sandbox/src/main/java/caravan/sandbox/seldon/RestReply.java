package caravan.sandbox.seldon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * What a REST call is answered.
 *
 * @param headers those that the caller sees
 */
record RestReply(int status, MultiMap headers, Buffer body) {
    static final String TEXT = "text/plain; charset=utf-8";
    private static final ObjectMapper JSON = new ObjectMapper();

    static RestReply of(int status, String contentType, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (contentType != null) {
            headers.set("Content-Type", contentType);
        }
        return new RestReply(status, headers, body);
    }

    static RestReply empty(int status) {
        return of(status, null, Buffer.buffer());
    }

    static RestReply text(int status, String text) {
        return of(status, TEXT, Buffer.buffer(text));
    }

    /** A failure in the words of the executor: Seldon's status as text. */
    static RestReply failure(int status, String info) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("status").put("code", status).put("info", info).put("status", "FAILURE");
        return of(status, TEXT, HtmlEscape.of(Buffer.buffer(root.toString())));
    }

    void writeTo(HttpServerResponse response) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status);
        response.headers().addAll(headers);
        response.end(body);
    }
}
