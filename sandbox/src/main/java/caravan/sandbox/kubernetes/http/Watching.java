package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.BadDay;
import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Subscription;
import caravan.sandbox.kubernetes.WatchEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One watch over HTTP, from its first event to its end. Runs on its connection's event loop. */
final class Watching {
    /** Where a watch's events go. */
    interface Wire {
        void send(String event);

        /** Ends without the forms of an end. */
        void cut();

        void end();
    }

    private static final long BOOKMARK_EVERY = TimeUnit.SECONDS.toMillis(60);
    private static final long BOOKMARK_BEFORE_END = TimeUnit.SECONDS.toMillis(2);

    private final Vertx vertx;
    private final ObjectStore store;
    private final BadDay badDay;
    private final Call call;
    private final Wire wire;
    private final Format format;
    private Subscription subscription;
    private long endTimer = -1;
    private long bookmarkTimer = -1;
    private long cutTimer = -1;
    private boolean first = true;
    private boolean ended;

    Watching(Vertx vertx, ObjectStore store, BadDay badDay, Call call, Wire wire) {
        this.badDay = badDay;
        this.vertx = vertx;
        this.store = store;
        this.call = call;
        this.wire = wire;
        this.format = Format.of(call);
    }

    void start() {
        Context context = vertx.getOrCreateContext();
        Kind kind = call.target().kind();
        try {
            subscription = store.watch(
                    kind, call.selection(), from(), task -> context.runOnContext(v -> task.run()), this::send);
        } catch (Refusal refusal) {
            wire.send(line("ERROR", refusal.status()));
            end();
            return;
        }
        badDay.watchSeconds().ifPresent(seconds -> cutTimer = vertx.setTimer(seconds * 1000L, t -> wire.cut()));
        long timeout = timeout();
        endTimer = vertx.setTimer(timeout, t -> end());
        if (call.flag("allowWatchBookmarks")) {
            bookmark(Math.max(1, timeout - BOOKMARK_BEFORE_END));
        }
    }

    private OptionalLong from() {
        String version = call.parameter("resourceVersion").orElse("0");
        try {
            long from = Long.parseLong(version);
            if (from != 0 && badDay.isForgetful()) {
                throw Refusal.expired("too old resource version: " + from + " (" + store.version() + ")");
            }
            return from == 0 ? OptionalLong.empty() : OptionalLong.of(from);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("Invalid value: \"" + version + "\": strconv.ParseUint: parsing \"" + version
                    + "\": invalid syntax");
        }
    }

    private long timeout() {
        return call.parameter("timeoutSeconds")
                .map(Long::parseLong)
                .filter(seconds -> seconds > 0)
                .map(TimeUnit.SECONDS::toMillis)
                .orElseGet(() -> TimeUnit.MINUTES.toMillis(30)
                        + ThreadLocalRandom.current().nextLong(TimeUnit.MINUTES.toMillis(30)));
    }

    private void bookmark(long left) {
        long next = Math.min(left, BOOKMARK_EVERY);
        bookmarkTimer = vertx.setTimer(next, t -> {
            store.bookmark(subscription);
            if (left > next) {
                bookmark(left - next);
            }
        });
    }

    private void send(WatchEvent event) {
        if (ended) {
            return;
        }
        boolean bookmark = event.type() == WatchEvent.Type.BOOKMARK;
        JsonNode object = bookmark ? event.object() : format.event(call.target().kind(), event.object(), first);
        first = first && bookmark;
        wire.send(line(event.type().name(), object));
    }

    private static String line(String type, JsonNode object) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
        event.set("object", object);
        return event + "\n";
    }

    /** Ends it, from either side. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(endTimer);
        vertx.cancelTimer(bookmarkTimer);
        vertx.cancelTimer(cutTimer);
        if (subscription != null) {
            subscription.close();
        }
        wire.end();
    }
}
