package caravan.sandbox.kubernetes.http;

import java.util.Locale;

/** What a request does with a resource, as rules name it. */
enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Verb of(String method, boolean named, boolean watch) {
        return switch (method) {
            case "GET", "HEAD" -> {
                if (watch) {
                    yield WATCH;
                }
                yield named ? GET : LIST;
            }
            case "POST" -> CREATE;
            case "PUT" -> UPDATE;
            case "PATCH" -> PATCH;
            case "DELETE" -> named ? DELETE : DELETECOLLECTION;
            default ->
                throw caravan.sandbox.kubernetes.Refusal.of(
                        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        };
    }
}
