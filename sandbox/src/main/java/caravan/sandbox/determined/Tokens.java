package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Sql;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who calls: a user by a session's token, or a running trial by its allocation's, with the rights of its owner. */
final class Tokens {
    private static final String BEARER = "Bearer ";

    private final Map<String, Integer> allocations = new ConcurrentHashMap<>();

    /** A token for an allocation of this user's, good until it is withdrawn. */
    String allocate(int user) {
        String token = "v2.public." + Passwords.random(32);
        allocations.put(Passwords.sha256(token), user);
        return token;
    }

    void withdraw(String token) {
        allocations.remove(Passwords.sha256(token));
    }

    User user(Sql sql, HttpServerRequest request) {
        Optional<User> user = session(request).flatMap(token -> Users.session(sql, token));
        if (user.isPresent()) {
            return user.get();
        }
        Optional<String> allocation = bearer(request, "Grpc-Metadata-x-allocation-token");
        if (session(request).isEmpty() && allocation.isEmpty()) {
            throw new ApiException(Code.UNAUTHENTICATED, "token missing");
        }
        return allocation
                .map(token -> allocations.get(Passwords.sha256(token)))
                .map(id -> Users.user(sql, id))
                .orElseThrow(Users::refused);
    }

    /** The token of a user's session, if one came. */
    static Optional<String> session(HttpServerRequest request) {
        return bearer(request, "Authorization")
                .or(() -> bearer(request, "Grpc-Metadata-x-user-token"))
                .or(() -> Optional.ofNullable(request.getCookie("auth")).map(Cookie::getValue));
    }

    private static Optional<String> bearer(HttpServerRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header))
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()));
    }
}
