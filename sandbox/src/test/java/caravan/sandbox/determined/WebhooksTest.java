package caravan.sandbox.determined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhooksTest {

    @TempDir
    Path folder;

    private record Delivery(String timestamp, String signature, String body) {}

    @Test
    void the_signature_is_the_real_ones() {
        String body =
                "{\"event_id\":\"4cd26e62-60c6-4a8b-8d03-7629091a4ef5\",\"event_type\":\"EXPERIMENT_STATE_CHANGE\","
                        + "\"timestamp\":1665689991,\"condition\":{\"state\":\"COMPLETED\"},\"event_data\":{\"experiment\":{\"id\":41,"
                        + "\"state\":\"COMPLETED\",\"name\":\"x\",\"duration\":41,\"resource_pool\":\"default\",\"slots_per_trial\":0,"
                        + "\"workspace\":\"\",\"project\":\"\"}}}";
        assertThat(Webhooks.signature("testkey", 1665689992, body))
                .isEqualTo("8ba5d6d15d5dac14e14151623a650534229805885fd25c9d4d2524230f28ad04");
    }

    @Test
    void a_change_of_state_is_delivered_signed_and_again_after_a_failure_of_the_receiver() throws Exception {
        List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(1);
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            deliveries.add(new Delivery(
                    exchange.getRequestHeaders().getFirst("X-Determined-AI-Signature-Timestamp"),
                    exchange.getRequestHeaders().getFirst("X-Determined-AI-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? 500 : 200, -1);
            exchange.close();
        });
        receiver.start();
        try (GivenMaster master = new GivenMaster(folder)) {
            MasterClient admin = master.admin();
            admin.post(
                            "/api/v1/webhooks",
                            Map.of(
                                    "name", "camel",
                                    "url",
                                            "http://127.0.0.1:"
                                                    + receiver.getAddress().getPort() + "/hook",
                                    "webhookType", "WEBHOOK_TYPE_DEFAULT",
                                    "mode", "WEBHOOK_MODE_WORKSPACE",
                                    "triggers",
                                            List.of(Map.of(
                                                    "triggerType",
                                                    Webhooks.STATE_CHANGE,
                                                    "condition",
                                                    Map.of("state", "CANCELED")))))
                    .ok();
            int id = admin.create(MasterClient.config("wait"), false);
            admin.verb(id, "kill");
            await().until(() -> deliveries.size() == 2);
            String key = admin.get("/api/v1/master/config")
                    .ok()
                    .path("config")
                    .path("webhooks")
                    .path("signing_key")
                    .asText();
            for (Delivery delivery : deliveries) {
                assertThat(Webhooks.signature(key, Long.parseLong(delivery.timestamp), delivery.body))
                        .isEqualTo(delivery.signature);
            }
            assertThat(deliveries.get(1).body).isEqualTo(deliveries.get(0).body);
            JsonNode event = Json.MAPPER.readTree(deliveries.get(0).body);
            assertThat(event.path("event_data").path("experiment").path("id").asInt())
                    .isEqualTo(id);
            assertThat(event.path("condition").path("state").asText()).isEqualTo("CANCELED");
        } finally {
            receiver.stop(0);
        }
    }
}
