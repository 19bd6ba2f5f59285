package caravan.sandbox.seldon;

import caravan.sandbox.pods.Meta;
import caravan.sandbox.seldon.Fronts.DeploymentKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The predictors' Services as listeners on this machine, kept on their ports over restarts. */
final class Services {
    private final Vertx vertx;
    private final Fronts fronts;
    private final Map<Key, ServiceListener> open = new HashMap<>();

    private record Key(DeploymentKey deployment, String predictor) {}

    Services(Vertx vertx, Fronts fronts) {
        this.vertx = vertx;
        this.fronts = fronts;
    }

    /**
     * Opens a predictor's Service.
     *
     * @param status of the SeldonDeployment, which tells the former ports
     */
    synchronized void open(DeploymentKey deployment, Plan.Fronted front, JsonNode status) {
        JsonNode before = status.path("serviceStatus").path(front.service());
        open.computeIfAbsent(
                new Key(deployment, front.predictor().name()),
                key -> new ServiceListener(
                        vertx,
                        fronts,
                        deployment,
                        key.predictor(),
                        port(before.path("httpEndpoint").asText()),
                        port(before.path("grpcEndpoint").asText())));
    }

    private static int port(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(address.substring(colon + 1));
    }

    synchronized void retain(DeploymentKey deployment, Set<String> predictors) {
        open.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().deployment().equals(deployment)
                    && !predictors.contains(entry.getKey().predictor());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    /** What the status tells of the Services. Those of single containers have their cluster names: nobody listens there. */
    synchronized SeldonStatus.Addresses addresses(Spec spec, Plan plan) {
        Map<String, ServiceListener> byService = new HashMap<>();
        plan.fronts()
                .forEach(f -> byService.put(
                        f.service(), open.get(new Key(spec.key(), f.predictor().name()))));
        return new SeldonStatus.Addresses() {
            @Override
            public String http(ObjectNode service) {
                ServiceListener listener = byService.get(Meta.of(service).name());
                return listener == null ? named(service, 0) : listener.httpAddress();
            }

            @Override
            public String grpc(ObjectNode service) {
                ServiceListener listener = byService.get(Meta.of(service).name());
                return listener == null ? named(service, 1) : listener.grpcAddress();
            }

            @Override
            public String url(Plan.Fronted front) {
                String path = front.predictor().openInference()
                        ? "/v2/models/" + front.predictor().graph().name() + "/infer"
                        : "/api/v1.0/predictions";
                return "http://" + byService.get(front.service()).httpAddress() + path;
            }
        };
    }

    private static String named(ObjectNode service, int port) {
        Meta meta = Meta.of(service);
        return meta.name() + "." + meta.namespace() + ":"
                + service.path("spec").path("ports").path(port).path("port").asInt();
    }

    synchronized void close() {
        open.values().forEach(ServiceListener::close);
        open.clear();
    }
}
