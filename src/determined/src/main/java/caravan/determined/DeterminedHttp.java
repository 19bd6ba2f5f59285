package caravan.determined;

import caravan.loop.port.SystemException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Calls of Determined's REST API. The session token is kept, since a login takes two seconds; a refusal of the token makes
 * one new login, with the credentials read anew from their files.
 */
final class DeterminedHttp {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration STREAM = Duration.ofMinutes(30);

    private final DeterminedSettings settings;
    private final HttpClient client;
    private String token;

    DeterminedHttp(DeterminedSettings settings) {
        this.settings = settings;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        settings.caFile().ifPresent(ca -> builder.sslContext(Trust.only(ca)));
        this.client = builder.build();
    }

    JsonNode get(String path) {
        return json("GET", path, null);
    }

    JsonNode post(String path, Object body) {
        return json("POST", path, body);
    }

    JsonNode patch(String path, Object body) {
        return json("PATCH", path, body);
    }

    /** Lines of a streamed answer, or a download; the caller closes it. */
    InputStream stream(String path, String accept) {
        HttpResponse<InputStream> response = authorised("GET", path, null, accept, STREAM);
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        throw failure("GET", path, response);
    }

    private JsonNode json(String method, String path, Object body) {
        HttpResponse<InputStream> response = authorised(method, path, body, "application/json", CALL);
        if (response.statusCode() / 100 != 2) {
            throw failure(method, path, response);
        }
        try (InputStream in = response.body()) {
            JsonNode node = MAPPER.readTree(in);
            return node == null ? MAPPER.createObjectNode() : node;
        } catch (IOException e) {
            throw unavailable(method + " " + path, e);
        }
    }

    private HttpResponse<InputStream> authorised(
            String method, String path, Object body, String accept, Duration timeout) {
        HttpResponse<InputStream> response = send(method, path, body, accept, timeout, token(null));
        if (response.statusCode() == 401) {
            close(response);
            response = send(method, path, body, accept, timeout, token(token));
        }
        return response;
    }

    private synchronized String token(String refused) {
        if (token == null || token.equals(refused)) {
            token = login();
        }
        return token;
    }

    private String login() {
        ObjectNode body = MAPPER.createObjectNode()
                .put("username", secret(settings.userFile()))
                .put("password", secret(settings.passwordFile()))
                .put("isHashed", false);
        HttpResponse<InputStream> response = send("POST", "/api/v1/auth/login", body, "application/json", CALL, null);
        if (response.statusCode() != 200) {
            throw failure("POST", "/api/v1/auth/login", response);
        }
        try (InputStream in = response.body()) {
            return MAPPER.readTree(in).path("token").asText();
        } catch (IOException e) {
            throw unavailable("log in", e);
        }
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new SystemException(
                    "determined",
                    SystemException.Kind.UNAUTHENTICATED,
                    "the credentials file " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private HttpResponse<InputStream> send(
            String method, String path, Object body, String accept, Duration timeout, String bearer) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(settings.address().toString().replaceFirst("/+$", "") + path))
                    .timeout(timeout)
                    .header("Accept", accept)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (bearer != null) {
                request.header("Authorization", "Bearer " + bearer);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unavailable(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(method + " " + path, e);
        }
    }

    private SystemException unavailable(String doing, Exception cause) {
        return new SystemException(
                "determined",
                SystemException.Kind.UNAVAILABLE,
                doing + " at " + settings.address() + ": "
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                cause);
    }

    private static SystemException failure(String method, String path, HttpResponse<InputStream> response) {
        String text;
        try (InputStream in = response.body()) {
            text = message(new String(in.readNBytes(1 << 16), java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            text = "";
        }
        return new SystemException(
                "determined",
                kind(response.statusCode(), text),
                method + " " + path + ": HTTP " + response.statusCode() + " " + text);
    }

    private static String message(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            String error = node.path("error").path("error").asText("");
            return error.isEmpty() ? node.path("message").asText(body) : error;
        } catch (IOException e) {
            return body;
        }
    }

    /** Many mistakes of a caller come as 500: only the messages of an overloaded or starting master are worth a retry. */
    private static SystemException.Kind kind(int status, String text) {
        return switch (status) {
            case 401 -> SystemException.Kind.UNAUTHENTICATED;
            case 403 -> SystemException.Kind.FORBIDDEN;
            case 404 -> SystemException.Kind.NOT_FOUND;
            case 409 -> SystemException.Kind.CONFLICT;
            case 408, 425, 429, 502, 503, 504 -> SystemException.Kind.UNAVAILABLE;
            case 500 ->
                text.contains("duplicate key") || text.contains("connection") || text.contains("timeout")
                        ? SystemException.Kind.UNAVAILABLE
                        : SystemException.Kind.REJECTED;
            default -> SystemException.Kind.REJECTED;
        };
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
