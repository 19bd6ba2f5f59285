package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a container is asked whether it is well.
 *
 * @param json the probe of the container's spec
 */
record Probe(JsonNode json) {

    Duration initialDelay() {
        return Duration.ofSeconds(json.path("initialDelaySeconds").asInt(0));
    }

    Duration period() {
        return Duration.ofSeconds(json.path("periodSeconds").asInt(10));
    }

    int failureThreshold() {
        return json.path("failureThreshold").asInt(3);
    }

    int successThreshold() {
        return json.path("successThreshold").asInt(1);
    }

    private int timeout() {
        return 1000 * json.path("timeoutSeconds").asInt(1);
    }

    /** Asks once; what is wrong, or nothing. */
    Optional<String> failure(ContainerSpec container, Map<Integer, Integer> ports) {
        try {
            if (json.has("httpGet")) {
                return http(container, ports);
            }
            JsonNode socket = json.has("grpc") ? json.path("grpc") : json.path("tcpSocket");
            if (!socket.isMissingNode()) {
                return json.has("grpc")
                        ? GrpcHealth.failure(port(container, ports, socket), socket, timeout())
                        : tcp(port(container, ports, socket));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static int port(ContainerSpec container, Map<Integer, Integer> ports, JsonNode of) {
        int port = container.port(of.path("port"));
        return ports.getOrDefault(port, port);
    }

    private Optional<String> tcp(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Endpoint.HOST, port), timeout());
            return Optional.empty();
        }
    }

    private Optional<String> http(ContainerSpec container, Map<Integer, Integer> ports) throws IOException {
        JsonNode get = json.path("httpGet");
        URI uri = URI.create("http://" + Endpoint.HOST + ":" + port(container, ports, get)
                + get.path("path").asText("/"));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try {
            connection.setConnectTimeout(timeout());
            connection.setReadTimeout(timeout());
            connection.setInstanceFollowRedirects(false);
            get.path("httpHeaders")
                    .forEach(h -> connection.setRequestProperty(
                            h.path("name").asText(), h.path("value").asText()));
            int status = connection.getResponseCode();
            return status >= 200 && status < 400
                    ? Optional.empty()
                    : Optional.of("HTTP probe failed with statuscode: " + status);
        } finally {
            connection.disconnect();
        }
    }
}
