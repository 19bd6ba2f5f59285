package caravan.detectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Sends events as the integration does. */
final class Events {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    Events(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /** The attributes of an answer's event, as headers. */
    static Map<String, String> headers(String deployment) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", UUID.randomUUID().toString());
        headers.put("ce-source", "http://pod:9000/");
        headers.put("ce-type", "io.seldon.serving.inference.response");
        headers.put("ce-inferenceservicename", deployment);
        headers.put("ce-namespace", "default");
        headers.put("ce-endpoint", "a");
        headers.put("ce-requestid", "r");
        headers.put("Content-Type", "application/json");
        return headers;
    }

    static Map<String, String> headers(String deployment, FittedVersion version) {
        Map<String, String> headers = headers(deployment);
        headers.put("ce-caravanusecase", "dogs-and-cats");
        headers.put("ce-caravanversion", version.name);
        headers.put("ce-caravanversionuri", version.uri());
        headers.put("ce-caravanversionsha256", version.sha256);
        return headers;
    }

    /** Seldon's answer for one picture. */
    static Map<String, Object> seldon(Map<String, Object> tags, double... probabilities) {
        return Map.of(
                "data",
                Map.of(
                        "names",
                        new String[] {"cat", "dog"},
                        "tensor",
                        Map.of("shape", new int[] {1, probabilities.length}, "values", probabilities)),
                "meta",
                Map.of("tags", tags));
    }

    CompletableFuture<HttpResponse<String>> later(Map<String, String> headers, Map<String, Object> body)
            throws IOException {
        return http.sendAsync(request(headers, FittedVersion.JSON.writeValueAsString(body)), BodyHandlers.ofString());
    }

    HttpResponse<String> send(Map<String, String> headers, String body) throws IOException, InterruptedException {
        return http.send(request(headers, body), BodyHandlers.ofString());
    }

    private HttpRequest request(Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    HttpResponse<String> send(Map<String, String> headers, Map<String, Object> body) throws Exception {
        return send(headers, FittedVersion.JSON.writeValueAsString(body));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return FittedVersion.JSON.readTree(get(path).body());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return FittedVersion.JSON.readTree(response.body());
    }
}
