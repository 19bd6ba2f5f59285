package caravan.loop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A SeldonDeployment as observed, with the Kubernetes Deployments that it owns.
 *
 * @param resourceVersion for conflict-checked writes
 * @param spec what was applied last, by whomever
 * @param statuses of the predictors of the spec; a predictor without pods yet is missing
 * @param leftovers Deployments of predictors that are no longer in the spec
 * @param state Seldon's word: Available, Creating, Failed, or blank
 * @param description Seldon's word on a failure
 * @param notes Caravan's annotations on the object (the phase of a rollout and since when), by name
 */
public record Deployment(
        String resourceVersion,
        DeploymentSpec spec,
        List<PredictorStatus> statuses,
        int leftovers,
        String state,
        String description,
        java.util.Map<String, String> notes) {

    /** The predictor in a slot, if it is in use. */
    public Optional<Predictor> predictor(Slot slot) {
        return spec.predictors().stream().filter(p -> p.slot() == slot).findFirst();
    }

    /** The status of a slot's pods, only where they are of the wanted revision. */
    public Optional<PredictorStatus> status(Slot slot) {
        return predictor(slot).flatMap(p -> statuses.stream()
                .filter(s -> s.slot() == slot && s.revision().equals(p.revision()))
                .findFirst());
    }

    /** An instant noted under that name. */
    public Optional<Instant> noted(String name) {
        return Optional.ofNullable(notes.get(name)).map(Instant::parse);
    }
}
