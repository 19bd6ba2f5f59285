package caravan.sandbox.determined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A client of the master's API. */
final class MasterClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A status and what came with it. */
    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        String error() {
            return json().path("error").path("error").asText();
        }

        JsonNode ok() {
            assertThat(status).as(text).isEqualTo(200);
            return json();
        }
    }

    private final String address;
    private final String token;

    private MasterClient(String address, String token) {
        this.address = address;
        this.token = token;
    }

    static MasterClient anonymous(int port) {
        return new MasterClient("http://127.0.0.1:" + port, null);
    }

    MasterClient withToken(String other) {
        return new MasterClient(address, other);
    }

    /** The same token, at another master. */
    MasterClient on(MasterClient other) {
        return new MasterClient(other.address, token);
    }

    MasterClient login(String user, String password) {
        JsonNode answer = post("/api/v1/auth/login", Map.of("username", user, "password", password, "isHashed", false))
                .ok();
        return withToken(answer.path("token").asText());
    }

    String address() {
        return address;
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Answer send(String method, String path, Object body) {
        HttpResponse<byte[]> answer = raw(method, path, body, null);
        return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> raw(String method, String path, Object body, String accept) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                    .timeout(Duration.ofSeconds(60))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(
                                            body instanceof String text ? text : JSON.writeValueAsString(body)));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            if (accept != null) {
                request.header("Accept", accept);
            }
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A config of the tiny trial. */
    static ObjectNode config(String... arguments) {
        ObjectNode config = JSON.createObjectNode().put("name", "tiny").put("max_restarts", 0);
        config.putArray("entrypoint").add("./run.sh");
        List.of(arguments).forEach(argument -> config.withArray("/entrypoint").add(argument));
        config.putObject("searcher")
                .put("name", "single")
                .put("metric", "accuracy")
                .put("smaller_is_better", false);
        config.putObject("resources").put("slots_per_trial", 0);
        config.putObject("environment").put("image", "caravan/tiny:1");
        config.putArray("labels").add("one").add("two");
        config.putObject("hyperparameters").put("lr", 0.1);
        return config;
    }

    /** Files of a context directory. */
    static List<Map<String, Object>> files(String weights) {
        List<Map<String, Object>> files = new ArrayList<>();
        files.add(file("lib", 53, 0040755, ""));
        files.add(file(
                "lib/run.sh",
                48,
                0100755,
                "exec java -XX:TieredStopAtLevel=1 -cp \"$TINY\" caravan.sandbox.determined.TinyTrial \"$@\"\n"));
        files.add(file("run.sh", 48, 0100755, "#!/bin/sh\n. ./lib/run.sh\n"));
        files.add(file("weights.txt", 48, 0100644, weights));
        return files;
    }

    static Map<String, Object> file(String path, int type, int mode, String content) {
        return Map.of(
                "path", path,
                "type", type,
                "mode", mode,
                "mtime", "0",
                "content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }

    int create(JsonNode config, boolean activate) {
        return post(
                        "/api/v1/experiments",
                        Map.of("config", config.toString(), "activate", activate, "modelDefinition", files("w1")))
                .ok()
                .path("experiment")
                .path("id")
                .asInt();
    }

    JsonNode experiment(int id) {
        return get("/api/v1/experiments/" + id).ok().path("experiment");
    }

    JsonNode trial(int experiment) {
        return get("/api/v1/experiments/" + experiment + "/trials")
                .ok()
                .path("trials")
                .path(0);
    }

    String state(int experiment) {
        return experiment(experiment).path("state").asText();
    }

    void verb(int experiment, String verb) {
        post("/api/v1/experiments/" + experiment + "/" + verb, null).ok();
    }

    /** Waits for a state. */
    void until(int experiment, String state) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> {
                    String now = state(experiment);
                    return !now.equals(state)
                            && List.of("STATE_COMPLETED", "STATE_ERROR", "STATE_CANCELED")
                                    .contains(now);
                })
                .until(() -> state(experiment).equals(state));
    }

    /** The log's messages. */
    List<String> log(int experiment) {
        return get("/api/v1/trials/" + trial(experiment).path("id").asInt() + "/logs?follow=false")
                .text()
                .lines()
                .map(line -> new Answer(200, line)
                        .json()
                        .path("result")
                        .path("message")
                        .asText()
                        .stripTrailing())
                .toList();
    }

    /** Waits for a line of the log. */
    void untilSaid(int experiment, String words) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> log(experiment).stream().anyMatch(line -> line.contains(words)));
    }
}
