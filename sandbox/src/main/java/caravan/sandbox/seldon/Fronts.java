package caravan.sandbox.seldon;

import caravan.sandbox.pods.Endpoints;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The predictors that can be asked, and how each deployment's requests are split between them. */
final class Fronts {
    private final Map<Key, Front> fronts = new ConcurrentHashMap<>();
    private final Map<DeploymentKey, Traffic> traffic = new ConcurrentHashMap<>();
    private final NodeClient nodes;
    private final GrpcNodes grpc;
    private final PayloadLog log;

    record DeploymentKey(String namespace, String name) {}

    private record Key(DeploymentKey deployment, String predictor) {}

    Fronts(Vertx vertx, Endpoints endpoints) {
        this.nodes = new NodeClient(vertx, endpoints);
        this.grpc = new GrpcNodes(endpoints);
        this.log = new PayloadLog(vertx);
    }

    /** Puts a predictor in the place of the one of the same name; calls under way go on with the old one. */
    void put(Predictor predictor) {
        fronts.compute(key(predictor), (key, before) -> {
            if (before != null && before.predictor().equals(predictor)) {
                return before;
            }
            ExecutorMetrics metrics = new ExecutorMetrics(predictor);
            RestExecutor rest = new RestExecutor(predictor, nodes, log, metrics);
            return new Front(predictor, rest, new GrpcExecutor(predictor, grpc, log, metrics), rest::ready);
        });
    }

    private static Key key(Predictor predictor) {
        return new Key(new DeploymentKey(predictor.namespace(), predictor.deployment()), predictor.name());
    }

    /** Keeps only these predictors of a deployment. */
    void retain(DeploymentKey deployment, List<String> predictors) {
        fronts.keySet().removeIf(k -> k.deployment().equals(deployment) && !predictors.contains(k.predictor()));
    }

    void route(DeploymentKey deployment, Traffic split) {
        traffic.put(deployment, split);
    }

    void forget(DeploymentKey deployment) {
        traffic.remove(deployment);
        retain(deployment, List.of());
    }

    Optional<Front> find(DeploymentKey deployment, String predictor) {
        return Optional.ofNullable(fronts.get(new Key(deployment, predictor)));
    }

    boolean knows(DeploymentKey deployment) {
        return traffic.containsKey(deployment);
    }

    /** The deployment of that name, in whatever namespace, where there is just one. */
    Optional<DeploymentKey> only(String name) {
        List<DeploymentKey> named =
                traffic.keySet().stream().filter(k -> k.name().equals(name)).toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** The predictor for the next request. */
    Optional<Front> next(DeploymentKey deployment) {
        return Optional.ofNullable(traffic.get(deployment))
                .flatMap(t -> t.draw(p -> ready(deployment, p), ThreadLocalRandom.current()))
                .flatMap(p -> find(deployment, p));
    }

    /** The shadow that gets a copy of the next request, if any does. */
    Optional<Front> shadow(DeploymentKey deployment) {
        return Optional.ofNullable(traffic.get(deployment))
                .flatMap(t -> t.drawShadow(ThreadLocalRandom.current()))
                .flatMap(p -> find(deployment, p))
                .filter(f -> f.ready().getAsBoolean());
    }

    private boolean ready(DeploymentKey deployment, String predictor) {
        return find(deployment, predictor).filter(f -> f.ready().getAsBoolean()).isPresent();
    }

    void close() {
        nodes.close();
        grpc.close();
        log.close();
    }
}
