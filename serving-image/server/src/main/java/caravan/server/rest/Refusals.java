package caravan.server.rest;

import caravan.server.RequestException;
import java.util.Map;

/** Failures in the shape of the protocol that the caller speaks. */
final class Refusals {
    static final String SELDON = "seldon-rest";
    static final String V2 = "v2-rest";

    private Refusals() {}

    static RestAnswer of(String protocol, RequestException e) {
        if (protocol.equals(V2)) {
            return RestAnswer.json(e.kind().status(), Map.of("error", e.getMessage()));
        }
        return RestAnswer.json(
                e.kind().status(),
                Map.of(
                        "status",
                        Map.of(
                                "code",
                                -1,
                                "info",
                                e.getMessage(),
                                "reason",
                                e.kind().reason(),
                                "status",
                                1)));
    }
}
