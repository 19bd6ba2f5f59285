package caravan.sandbox.pods;

import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Subscription;
import caravan.sandbox.kubernetes.WatchEvent;
import caravan.sandbox.kubernetes.Write;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Services as listeners on this machine: each port of a Service is a port of 127.0.0.1, named by an annotation and kept over
 * restarts, whose connections go to the ready pods in turn.
 */
public final class ServiceProxies implements AutoCloseable {
    /** Before the port's number; the annotation's value is the local port. */
    public static final String ANNOTATION = "caravan.sandbox/local-port-";

    private final ObjectStore store;
    private final Vertx vertx;
    private final Endpoints endpoints;
    private final Predicate<JsonNode> proxied;
    private final WorkQueue<Meta.Place> queue = new WorkQueue<>("services", this::reconcile);
    private final Map<Key, ServiceProxy> open = new HashMap<>();
    private Subscription subscription;

    private record Key(Meta.Place place, int port) {}

    private ServiceProxies(ObjectStore store, Vertx vertx, Endpoints endpoints, Predicate<JsonNode> proxied) {
        this.store = store;
        this.vertx = vertx;
        this.endpoints = endpoints;
        this.proxied = proxied;
    }

    /**
     * Opens the Services that there are and will be.
     *
     * @param proxied which Services are meant
     */
    public static ServiceProxies start(
            ObjectStore store, Vertx vertx, Endpoints endpoints, Predicate<JsonNode> proxied) {
        ServiceProxies proxies = new ServiceProxies(store, vertx, endpoints, proxied);
        proxies.subscription =
                store.watch(Kinds.SERVICE, Selection.ALL, OptionalLong.empty(), Runnable::run, proxies::changed);
        return proxies;
    }

    private void changed(WatchEvent event) {
        queue.add(Meta.of(event.object()).place());
    }

    /** Opens a Service at once; where its port is on this machine. */
    public synchronized int open(Meta.Place place, int port) {
        reconcile(place);
        ServiceProxy proxy = open.get(new Key(place, port));
        if (proxy == null) {
            throw new IllegalArgumentException("Service " + place + " has no port " + port);
        }
        return proxy.port();
    }

    /** The local port of a Service's port, as far as its annotation tells. */
    static OptionalInt localPort(JsonNode service, int port) {
        String told = Meta.of(service).annotations().get(ANNOTATION + port);
        return told == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(told));
    }

    private synchronized void reconcile(Meta.Place place) {
        JsonNode service = store.get(Kinds.SERVICE, place.namespace(), place.name())
                .map(JsonNode.class::cast)
                .filter(proxied)
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        open.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().place().equals(place)
                    && !hasPort(service, entry.getKey().port());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (JsonNode port : service.path("spec").path("ports")) {
            int number = port.path("port").asInt();
            ServiceProxy proxy = open.computeIfAbsent(
                    new Key(place, number),
                    key -> ServiceProxy.open(
                            vertx, endpoints, localPort(service, number).orElse(0)));
            proxy.lead(place.namespace(), Meta.texts(service.path("spec").path("selector")), port);
            if (localPort(service, number).orElse(0) != proxy.port()) {
                tell(place, number, proxy.port());
            }
        }
    }

    private static boolean hasPort(JsonNode service, int number) {
        for (JsonNode port : service.path("spec").path("ports")) {
            if (port.path("port").asInt() == number) {
                return true;
            }
        }
        return false;
    }

    private void tell(Meta.Place place, int number, int localPort) {
        try {
            store.modify(
                    Kinds.SERVICE,
                    place.namespace(),
                    place.name(),
                    Part.MAIN,
                    now -> {
                        now.withObject("/metadata")
                                .withObject("/annotations")
                                .put(ANNOTATION + number, String.valueOf(localPort));
                        return now;
                    },
                    Write.by("kube-proxy"));
        } catch (Refusal e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        subscription.close();
        queue.close();
        synchronized (this) {
            open.values().forEach(ServiceProxy::close);
        }
    }
}
