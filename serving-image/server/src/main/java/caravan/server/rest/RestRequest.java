package caravan.server.rest;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose body is complete.
 *
 * @param target path with query
 * @param body the first {@code length} bytes count
 */
record RestRequest(String method, String target, MultiMap headers, byte[] body, int length) {

    /** The content type without parameters, lower-case; empty where there is none. */
    String contentType() {
        String value = headers.get("Content-Type");
        return value == null ? "" : value.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    /** A parameter of the query. */
    Optional<String> query(String name) {
        Map<String, List<String>> parameters = new QueryStringDecoder(target).parameters();
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
