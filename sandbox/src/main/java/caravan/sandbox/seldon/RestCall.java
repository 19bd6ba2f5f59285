package caravan.sandbox.seldon;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * A REST call to a predictor.
 *
 * @param path without the gateway's prefix
 * @param query what follows the question mark; null where there is none
 * @param headers the caller's
 */
record RestCall(HttpMethod method, String path, String query, MultiMap headers, RequestBody body) {
    private static final Set<String> ON = Set.of("true", "on", "1");

    boolean skipsLogging() {
        String skip = headers.get("Seldon-Skip-Logging");
        return skip != null && ON.contains(skip.toLowerCase(java.util.Locale.ROOT));
    }
}
