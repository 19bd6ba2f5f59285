package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.PodLogs;
import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with what pods have written. */
final class Logs {
    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    private static final long LOOK_EVERY = 200;

    private final Vertx vertx;
    private final ObjectStore store;
    private volatile PodLogs source;

    Logs(Vertx vertx, ObjectStore store, PodLogs source) {
        this.vertx = vertx;
        this.store = store;
        this.source = source;
    }

    void from(PodLogs newSource) {
        source = newSource;
    }

    /** Finds the log that is asked for. */
    Tailing find(Call call) {
        Target target = call.target();
        ObjectNode pod = store.get(Kinds.POD, target.namespace(), target.name())
                .orElseThrow(() -> Refusal.notFound(Kinds.POD, target.name()));
        String container = call.parameter("container").orElse("");
        JsonNode containers = pod.at("/spec/containers");
        if (!container.isEmpty() && !containers.findValuesAsText("name").contains(container)) {
            throw Refusal.badRequest("container " + container + " is not valid for pod " + target.name());
        }
        String name = container.isEmpty() ? containers.path(0).path("name").asText() : container;
        boolean previous = call.flag("previous");
        return source.find(target.namespace(), target.name(), container, previous)
                .map(Tailing::new)
                .orElseThrow(() -> Refusal.badRequest(
                        (previous ? "previous terminated container \"" : "container \"") + name + "\" in pod \""
                                + target.name() + "\""
                                + (previous ? " not found" : " is waiting to start: ContainerCreating")));
    }

    void answer(Call call, Tailing log, HttpServerResponse response) {
        OptionalInt lines =
                call.parameter("tailLines").stream().mapToInt(Integer::parseInt).findFirst();
        response.putHeader("Content-Type", "text/plain").setChunked(true);
        boolean follow = call.flag("follow");
        vertx.executeBlocking(() -> log.whatIsThere(lines), false).onComplete(read -> {
            if (read.failed()) {
                LOG.warn("cannot read the log of {}", call.target().name(), read.cause());
                response.reset();
            } else if (!follow) {
                response.end(Buffer.buffer(read.result()));
            } else {
                response.write(Buffer.buffer(read.result()));
                follow(log, response);
            }
        });
    }

    private void follow(Tailing log, HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        vertx.setTimer(
                LOOK_EVERY, t -> vertx.executeBlocking(() -> next(log), false).onComplete(read -> {
                    if (response.closed()) {
                        return;
                    }
                    if (read.failed()) {
                        LOG.warn("cannot follow a log", read.cause());
                        response.reset();
                    } else if (read.result() == null) {
                        response.end();
                    } else {
                        if (read.result().length > 0) {
                            response.write(Buffer.buffer(read.result()));
                        }
                        follow(log, response);
                    }
                }));
    }

    /** What has come; null once nothing more will. */
    private static byte[] next(Tailing log) throws IOException {
        boolean running = log.running();
        byte[] more = log.more();
        return more.length == 0 && !running ? null : more;
    }
}
