package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** Whose token a request carries. */
public final class Tokens {
    private static final String BEARER = "Bearer ";

    private final Map<String, User> users;

    /** These tokens and no others. */
    public Tokens(Map<String, User> users) {
        this.users = Map.copyOf(users);
    }

    /** The user of an {@code Authorization} header; anonymous where there is none. */
    User user(String authorization) {
        if (authorization == null) {
            return User.ANONYMOUS;
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            byte[] given = authorization.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8);
            for (Map.Entry<String, User> entry : users.entrySet()) {
                if (MessageDigest.isEqual(given, entry.getKey().getBytes(StandardCharsets.UTF_8))) {
                    return entry.getValue();
                }
            }
        }
        throw Refusal.of(401, "Unauthorized", "Unauthorized");
    }
}
