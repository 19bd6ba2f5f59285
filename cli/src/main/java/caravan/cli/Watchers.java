package caravan.cli;

import caravan.loop.usecase.UseCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads over HTTP what the integration and the detectors' service say of themselves. */
final class Watchers {
    /** The detectors' service among the systems. */
    static final String NAME = "detectors";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Home home;
    private final Addresses addresses;
    private final HttpClient client;

    Watchers(Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
        this.client = Trust.client(addresses, Optional.empty());
    }

    /** The integration's health. */
    Status.Integration integration() {
        Optional<Home.IntegrationAddress> address = home.integration();
        if (address.isEmpty()) {
            return new Status.Integration(null, false, "not started");
        }
        String url = address.get().url();
        try {
            JsonNode health = get(url + "/health");
            return new Status.Integration(url, health.path("status").asText().equals("UP"), detail(health));
        } catch (IOException e) {
            return new Status.Integration(url, false, "does not answer: " + message(e));
        }
    }

    private static String detail(JsonNode health) {
        List<String> down = new ArrayList<>();
        health.path("checks").forEach(check -> {
            if (!check.path("status").asText().equals("UP")) {
                String what = check.path("message").asText(check.path("data").toString());
                down.add(check.path("name").asText() + ": " + what);
            }
        });
        return String.join("; ", down);
    }

    /** The two detectors of a deployment; none where nothing is watched. */
    List<Status.Detector> detectors(UseCase useCase, Consumer<String> trouble) {
        if (addresses.detectors() == null) {
            return List.of();
        }
        try {
            return Detectors.of(get(addresses.detectors() + "/detectors"), useCase);
        } catch (IOException e) {
            trouble.accept(message(e));
            return List.of();
        }
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private JsonNode get(String url) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return Json.tree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
