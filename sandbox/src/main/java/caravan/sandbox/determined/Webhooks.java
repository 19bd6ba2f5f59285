package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Webhooks on changes of state: kept with the change in one transaction, sent afterwards, signed, three times at most; an
 * answer that refuses it ends the tries.
 */
final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int TRIES = 3;
    static final String STATE_CHANGE = "TRIGGER_TYPE_EXPERIMENT_STATE_CHANGE";

    private final Database database;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService sender = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "webhooks");
        thread.setDaemon(true);
        return thread;
    });

    Webhooks(Database database) {
        this.database = database;
    }

    /** The key that they are signed with. */
    static String key(Sql sql) {
        Optional<Row> key = sql.first("SELECT content FROM cluster WHERE name = 'webhook-key'");
        if (key.isPresent()) {
            return key.get().text("content");
        }
        String made = Passwords.random(16);
        sql.update("INSERT INTO cluster (name, content) VALUES ('webhook-key', ?)", made);
        return made;
    }

    /** Keeps an event for each webhook that waits for this change. */
    void changed(Sql sql, Experiment experiment, State to) {
        JsonNode wishes = experiment.config().path("integrations").path("webhooks");
        if (experiment.unmanaged() || wishes.path("exclude").asBoolean()) {
            return;
        }
        int workspace = (int) sql.number("SELECT workspace_id FROM projects WHERE id = ?", experiment.project());
        for (Row hook : sql.query("SELECT * FROM webhooks ORDER BY id")) {
            boolean concerned = hook.text("mode").equals("WEBHOOK_MODE_SPECIFIC")
                    ? named(wishes, hook)
                    : !hook.has("workspace_id") || hook.number("workspace_id") == workspace;
            if (concerned) {
                hook.json("triggers").forEach(trigger -> {
                    if (trigger.path("triggerType").asText().equals(STATE_CHANGE)
                            && trigger.path("condition").path("state").asText().equals(to.name())) {
                        keep(sql, hook, trigger.path("condition"), event(experiment, to));
                    }
                });
            }
        }
    }

    private static boolean named(JsonNode wishes, Row hook) {
        for (JsonNode id : wishes.path("webhook_id")) {
            if (id.asInt() == hook.number("id")) {
                return true;
            }
        }
        for (JsonNode name : wishes.path("webhook_name")) {
            if (name.asText().equals(hook.text("name"))) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode event(Experiment experiment, State to) {
        long duration = experiment
                .ended()
                .filter(e -> to.terminal())
                .map(end -> Duration.between(experiment.started(), end).toSeconds())
                .orElse(0L);
        return Json.object()
                .set(
                        "experiment",
                        Json.object()
                                .put("id", experiment.id())
                                .put("state", to.name())
                                .put("name", experiment.name())
                                .put("duration", duration)
                                .put(
                                        "resource_pool",
                                        experiment
                                                .config()
                                                .path("resources")
                                                .path("resource_pool")
                                                .asText())
                                .put("slots_per_trial", experiment.slots())
                                .put(
                                        "workspace",
                                        experiment.config().path("workspace").asText(""))
                                .put(
                                        "project",
                                        experiment.config().path("project").asText("")));
    }

    /** Keeps an event and sends it once the transaction is done. */
    void keep(Sql sql, Row hook, JsonNode condition, ObjectNode data) {
        ObjectNode payload = Json.object()
                .put("event_id", UUID.randomUUID().toString())
                .put("event_type", "EXPERIMENT_STATE_CHANGE")
                .put("timestamp", Instant.now().getEpochSecond());
        payload.set("condition", condition);
        payload.set("event_data", data);
        sql.insert("INSERT INTO webhook_events (url, payload) VALUES (?, ?)", hook.text("url"), payload);
        sql.afterwards(this::wake);
    }

    /** Sends what is kept. */
    void wake() {
        try {
            sender.execute(this::sendAll);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing; what is kept is sent after the next start");
        }
    }

    private void sendAll() {
        for (Row event : database.transaction(sql -> sql.query("SELECT * FROM webhook_events ORDER BY id"))) {
            String key = database.transaction(Webhooks::key);
            try {
                for (int attempt = 1; attempt <= TRIES && !sent(event, key); attempt++) {
                    if (attempt < TRIES) {
                        TimeUnit.MILLISECONDS.sleep(1000L * attempt);
                    } else {
                        LOG.warn("a webhook event is dropped after {} tries", TRIES);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            database.transaction(sql -> sql.update("DELETE FROM webhook_events WHERE id = ?", event.number("id")));
        }
    }

    private boolean sent(Row event, String key) throws InterruptedException {
        String body = event.text("payload");
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(URI.create(event.text("url")))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("X-Determined-AI-Signature-Timestamp", String.valueOf(now))
                .header("X-Determined-AI-Signature", signature(key, now, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status < 500;
        } catch (IOException e) {
            LOG.debug("a webhook is not answered: {}", e.toString());
            return false;
        }
    }

    static String signature(String key, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((timestamp + "," + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
