package caravan.sandbox.seldon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The ports that the operator gives to containers: for REST and gRPC one a container's name, for metrics one an
 * occurrence, over all predictors; a port that the container declares by name stays.
 */
final class PortPlan {
    private static final int FIRST_HTTP = 9000;
    private static final int FIRST_GRPC = 9500;
    private static final int FIRST_METRICS = 6000;

    private final Map<String, Integer> http = new HashMap<>();
    private final Map<String, Integer> grpc = new HashMap<>();
    private int metrics = FIRST_METRICS;

    /** A container's ports. */
    record Ports(int http, int grpc, int metrics) {}

    Ports of(JsonNode container) {
        String name = container.path("name").asText();
        return new Ports(
                declared(container, "http").orElseGet(() -> http.computeIfAbsent(name, n -> FIRST_HTTP + http.size())),
                declared(container, "grpc").orElseGet(() -> grpc.computeIfAbsent(name, n -> FIRST_GRPC + grpc.size())),
                declared(container, "metrics").orElseGet(() -> metrics++));
    }

    private static OptionalInt declared(JsonNode container, String name) {
        for (JsonNode port : container.path("ports")) {
            if (port.path("name").asText().equals(name)) {
                return OptionalInt.of(port.path("containerPort").asInt());
            }
        }
        return OptionalInt.empty();
    }
}
