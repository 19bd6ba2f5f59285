package caravan.sandbox.pods;

import caravan.sandbox.Listener;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One port of a Service: takes connections and passes them on to a ready pod, as bytes. */
final class ServiceProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);

    private final NetClient client;
    private final Endpoints endpoints;
    private final AtomicInteger turn = new AtomicInteger();
    private NetServer server;
    private volatile Target target = new Target("", Map.of(), 0, "");

    private record Target(String namespace, Map<String, String> selector, int port, String portName) {}

    private ServiceProxy(NetClient client, Endpoints endpoints) {
        this.client = client;
        this.endpoints = endpoints;
    }

    /** Listens on that port where it is free, else on another. */
    static ServiceProxy open(Vertx vertx, Endpoints endpoints, int port) {
        ServiceProxy proxy = new ServiceProxy(vertx.createNetClient(), endpoints);
        NetServer server = vertx.createNetServer().connectHandler(proxy::connected);
        proxy.server = server.listen(port, Listener.HOST)
                .recover(taken -> server.listen(0, Listener.HOST))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return proxy;
    }

    void lead(String namespace, Map<String, String> selector, JsonNode port) {
        JsonNode to = port.has("targetPort") ? port.path("targetPort") : port.path("port");
        target = new Target(namespace, selector, to.asInt(0), to.asText());
    }

    int port() {
        return server.actualPort();
    }

    private void connected(NetSocket caller) {
        Target now = target;
        List<Endpoint> ready = now.selector().isEmpty() ? List.of() : endpoints.ready(now.namespace(), now.selector());
        OptionalInt port = ready.isEmpty()
                ? OptionalInt.empty()
                : port(ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())), now);
        if (port.isEmpty()) {
            caller.close();
            return;
        }
        caller.pause();
        client.connect(port.getAsInt(), Endpoint.HOST)
                .onSuccess(pod -> {
                    caller.pipeTo(pod);
                    pod.pipeTo(caller);
                })
                .onFailure(e -> {
                    LOG.debug("no connection to {}", now, e);
                    caller.close();
                });
    }

    private static OptionalInt port(Endpoint endpoint, Target target) {
        return target.port() > 0 ? endpoint.port(target.port()) : endpoint.portNamed(target.portName());
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
