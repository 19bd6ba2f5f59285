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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a use case's deployment through the gateway, by Seldon's protocol. */
final class Gateway {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI predictions;

    Gateway(Addresses addresses, UseCase useCase) {
        this.client = Trust.client(addresses, Optional.empty());
        this.predictions = URI.create(addresses.gateway() + "/seldon/"
                + useCase.deployment().namespace() + "/" + useCase.deployment().name() + "/api/v1.0/predictions");
    }

    /** Asks about one picture. */
    Answer ask(byte[] picture) throws GatewayException, InterruptedException {
        return ask(List.of(picture)).get(0);
    }

    /** Asks about several pictures in one request; the answers are in their order. */
    List<Answer> ask(List<byte[]> pictures) throws GatewayException, InterruptedException {
        Base64.Encoder base64 = Base64.getEncoder();
        Object message = pictures.size() == 1
                ? Map.of("binData", base64.encodeToString(pictures.get(0)))
                : Map.of(
                        "jsonData",
                        Map.of(
                                "pictures",
                                pictures.stream().map(base64::encodeToString).toList()));
        HttpRequest request = HttpRequest.newBuilder(predictions)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(message)))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw refusal(response);
            }
            return read(Json.tree(response.body()), pictures.size());
        } catch (IOException e) {
            String what = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new GatewayException("the gateway gave no answer: " + what, true);
        }
    }

    private static GatewayException refusal(HttpResponse<byte[]> response) {
        int code = response.statusCode();
        String reason;
        try {
            JsonNode body = Json.tree(response.body());
            reason = body.path("status").path("info").asText(body.path("error").asText(""));
        } catch (IOException e) {
            reason = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8).strip();
        }
        if (code == 404 && reason.isBlank()) {
            reason = "nothing is deployed under this name yet";
        }
        return new GatewayException(
                "answered with " + code + (reason.isBlank() ? "" : ": " + reason), code == 503 || code == 429);
    }

    static List<Answer> read(JsonNode message, int pictures) throws GatewayException {
        JsonNode data = message.path("data");
        JsonNode tags = message.path("meta").path("tags");
        List<String> names = new ArrayList<>();
        data.path("names").forEach(n -> names.add(n.asText()));
        List<Double> values = new ArrayList<>();
        if (data.has("tensor")) {
            data.path("tensor").path("values").forEach(v -> values.add(v.asDouble()));
        } else {
            data.path("ndarray").forEach(row -> row.forEach(v -> values.add(v.asDouble())));
        }
        if (names.isEmpty() || values.size() != names.size() * pictures) {
            throw new GatewayException(
                    "the answer holds " + values.size() + " numbers for " + pictures + " pictures and the labels "
                            + names,
                    false);
        }
        List<Answer> answers = new ArrayList<>();
        for (int picture = 0; picture < pictures; picture++) {
            List<Double> row = values.subList(picture * names.size(), (picture + 1) * names.size());
            int best = 0;
            for (int i = 1; i < row.size(); i++) {
                best = row.get(i) > row.get(best) ? i : best;
            }
            JsonNode outlier = tags.path("outlier");
            JsonNode flag = outlier.isArray() ? outlier.path(picture) : outlier;
            answers.add(new Answer(
                    names.get(best),
                    row.get(best),
                    tags.path("version").asText(""),
                    flag.isBoolean() ? Boolean.valueOf(flag.booleanValue()) : null));
        }
        return answers;
    }
}
