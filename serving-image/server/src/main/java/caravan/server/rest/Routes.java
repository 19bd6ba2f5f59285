package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every path that is answered. */
final class Routes {
    private final Map<String, Map<String, Route>> byPath = new HashMap<>();
    private final V2Routes v2;

    Routes(SeldonRoutes seldon, V2Routes v2) {
        this.v2 = v2;
        seldon.register(this);
    }

    Routes add(String method, String path, Route route) {
        byPath.computeIfAbsent(path, p -> new HashMap<>()).put(method, route);
        return this;
    }

    /**
     * The route of a request.
     *
     * @throws RequestException NOT_FOUND or METHOD_NOT_ALLOWED
     */
    Route find(String method, String path) throws RequestException {
        Map<String, Route> routes = byPath.get(path);
        if (routes == null) {
            Optional<Map<String, Route>> found = v2.find(path);
            routes = found.orElseThrow(() -> new RequestException(
                    Kind.NOT_FOUND, "nothing is served at this path; predictions are at /api/v1.0/predictions"));
        }
        Route route = routes.get(method.equals("HEAD") ? "GET" : method);
        if (route == null) {
            throw new RequestException(
                    Kind.METHOD_NOT_ALLOWED,
                    "this path takes " + String.join(", ", routes.keySet()) + ", not " + method);
        }
        return route;
    }
}
