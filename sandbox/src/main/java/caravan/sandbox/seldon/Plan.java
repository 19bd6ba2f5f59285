package caravan.sandbox.seldon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a SeldonDeployment comes to.
 *
 * @param services predictors' and containers'
 * @param fronts each predictor with the name of its Service
 */
record Plan(List<ObjectNode> deployments, List<ObjectNode> services, List<Fronted> fronts, Traffic traffic) {
    private static final int ALL = 100;

    /** A predictor and the Service that leads to it. */
    record Fronted(String service, Predictor predictor) {}

    /** Why a SeldonDeployment cannot be carried out: the status' description. */
    static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1;

        Impossible(String message) {
            super(message);
        }
    }

    static Plan of(Spec spec) {
        PortPlan ports = new PortPlan();
        List<ObjectNode> deployments = new ArrayList<>();
        List<ObjectNode> services = new ArrayList<>();
        List<Fronted> fronts = new ArrayList<>();
        for (JsonNode predictor : spec.predictors()) {
            possible(predictor, predictor.path("graph"));
            if (predictor.path("explainer").has("type")) {
                throw new Impossible("explainers are not implemented by the sandbox");
            }
            PredictorObjects objects = new PredictorObjects(spec, predictor, ports);
            deployments.addAll(objects.deployments());
            services.addAll(objects.services());
            fronts.add(new Fronted(objects.service(), objects.predictor()));
        }
        return new Plan(deployments, services, fronts, traffic(spec));
    }

    private static void possible(JsonNode predictor, JsonNode unit) {
        if (!Spec.withoutImplementation(unit)) {
            String implementation = unit.path("implementation").asText();
            boolean container = Spec.containers(predictor).stream()
                    .anyMatch(c -> Spec.name(c).equals(Spec.name(unit)));
            if (container && !UnitRules.SERVERS.containsKey(implementation)) {
                throw new Impossible("Failed to get server config for " + implementation);
            }
            if (!container) {
                throw new Impossible("implementation " + implementation
                        + " without a container of its own is not implemented by the sandbox: give a container named "
                        + Spec.name(unit) + " with an image");
            }
        }
        unit.path("children").forEach(c -> possible(predictor, c));
    }

    private static Traffic traffic(Spec spec) {
        List<Traffic.Share> shares = new ArrayList<>();
        Optional<Traffic.Share> shadow = Optional.empty();
        List<JsonNode> shown =
                spec.predictors().stream().filter(p -> !Spec.shadow(p)).toList();
        for (JsonNode predictor : spec.predictors()) {
            if (Spec.shadow(predictor)) {
                shadow = Optional.of(new Traffic.Share(Spec.name(predictor), Spec.traffic(predictor)));
            } else {
                shares.add(new Traffic.Share(Spec.name(predictor), shown.size() == 1 ? ALL : Spec.traffic(predictor)));
            }
        }
        return new Traffic(shares, shadow);
    }
}
