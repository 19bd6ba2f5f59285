package caravan.app.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventListenerTest {
    private record Event(Map<String, Object> headers, String body) {}

    private final List<Event> events = new ArrayList<>();
    private boolean room = true;

    @Test
    void an_event_at_the_secret_path_is_taken_with_its_headers() throws Exception {
        try (EventListener listener = listen()) {
            assertThat(post(listener, "/secret", "{\"a\":1}")).isEqualTo(202);
            assertThat(events).hasSize(1);
            assertThat(events.get(0).body()).isEqualTo("{\"a\":1}");
            assertThat(events.get(0).headers())
                    .containsEntry("ce-type", "io.seldon.serving.inference.response")
                    .containsEntry("Content-Type", "application/json")
                    .doesNotContainKey("authorization");
        }
    }

    @Test
    void every_other_path_and_method_is_not_found() throws Exception {
        try (EventListener listener = listen()) {
            assertThat(post(listener, "/", "{}")).isEqualTo(404);
            assertThat(post(listener, "/secret/more", "{}")).isEqualTo(404);
            HttpRequest get = HttpRequest.newBuilder(uri(listener, "/secret")).build();
            assertThat(HttpClient.newHttpClient()
                            .send(get, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(events).isEmpty();
        }
    }

    @Test
    void a_full_queue_says_so() throws Exception {
        room = false;
        try (EventListener listener = listen()) {
            assertThat(post(listener, "/secret", "{}")).isEqualTo(503);
        }
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (EventListener listener = listen()) {
            assertThatThrownBy(() -> new EventListener("127.0.0.1", listener.port(), "secret", (h, b) -> true))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(String.valueOf(listener.port()));
        }
    }

    private EventListener listen() throws BindException {
        return new EventListener("127.0.0.1", 0, "secret", (headers, body) -> {
            events.add(new Event(headers, new String(body, java.nio.charset.StandardCharsets.UTF_8)));
            return room;
        });
    }

    private static URI uri(EventListener listener, String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    private static int post(EventListener listener, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(listener, path))
                .header("ce-type", "io.seldon.serving.inference.response")
                .header("content-type", "application/json")
                .header("authorization", "Bearer x")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
