package caravan.loop.deploy;

import caravan.loop.Deployment;
import caravan.loop.Predictor;
import caravan.loop.PredictorStatus;
import caravan.loop.Served;
import caravan.loop.Slot;
import caravan.loop.usecase.UseCase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides how the wanted version comes to serve: it takes the free slot without traffic, is proved by the golden
 * pictures, and takes the traffic by steps; the version before it keeps its slot at traffic 0, ready to come back.
 */
public final class DeploymentDecision {
    /** Note on the deployment: since when it looks as it does. */
    public static final String SINCE = "since";

    private static final String PROVED = "proved";

    private DeploymentDecision() {}

    /** The next step. */
    public static DeploymentStep next(DeploymentState state) {
        if (state.wish().isPresent()) {
            return new DeploymentStep.Withdraw(state.wish().get(), state.newer());
        }
        if (state.wanted().isEmpty()) {
            return new DeploymentStep.Nothing("no promoted version yet");
        }
        Served wanted = state.wanted().get();
        if (state.observed().isEmpty()
                || state.observed().get().spec().predictors().isEmpty()) {
            return new DeploymentStep.Apply(
                    List.of(new DeploymentStep.Placement(Slot.A, wanted, 100)), "first version " + wanted.version());
        }
        Deployment observed = state.observed().get();
        Optional<Predictor> candidate = observed.spec().predictors().stream()
                .filter(p -> p.served().sha256().equals(wanted.sha256()))
                .findFirst();
        if (candidate.isEmpty()) {
            return stage(state, observed, wanted);
        }
        return advance(state, observed, candidate.get());
    }

    private static DeploymentStep stage(DeploymentState state, Deployment observed, Served wanted) {
        Predictor serving = observed.spec().predictors().stream()
                .max(Comparator.comparingInt(Predictor::traffic))
                .orElseThrow();
        boolean servingReady =
                observed.status(serving.slot()).map(PredictorStatus::ready).orElse(false);
        if (!servingReady && observed.leftovers() > 0) {
            return new DeploymentStep.Wait("a former change is still being carried out");
        }
        if (!state.settings().weighted()) {
            return new DeploymentStep.Apply(
                    List.of(new DeploymentStep.Placement(serving.slot(), wanted, 100)),
                    "replace by " + wanted.version());
        }
        return new DeploymentStep.Apply(
                bySlot(
                        DeploymentStep.Placement.of(serving, 100),
                        new DeploymentStep.Placement(serving.slot().other(), wanted, 0)),
                "stage " + wanted.version() + " beside " + serving.served().version());
    }

    private static DeploymentStep advance(DeploymentState state, Deployment observed, Predictor candidate) {
        Optional<PredictorStatus> status = observed.status(candidate.slot());
        Instant since = observed.noted(SINCE).orElse(Instant.EPOCH);
        if (status.isEmpty() || !status.get().ready()) {
            return starting(state, observed, candidate, status, since);
        }
        if (!proved(observed, candidate)) {
            return new DeploymentStep.Probe(candidate, status.get());
        }
        if (full(observed, candidate)) {
            Optional<Predictor> unproven =
                    observed.predictor(candidate.slot().other()).filter(p -> !proved(observed, p));
            if (unproven.isPresent()) {
                return new DeploymentStep.Apply(
                        List.of(DeploymentStep.Placement.of(candidate, 100)),
                        "remove " + unproven.get().served().version() + ", which never served");
            }
            return new DeploymentStep.Nothing("serves " + candidate.served().version());
        }
        if (candidate.traffic() == 0) {
            return shift(observed, candidate, 100);
        }
        Duration watched = Duration.between(since, state.now());
        if (watched.compareTo(state.settings().hold()) < 0) {
            return new DeploymentStep.Wait(
                    "watching " + candidate.served().version() + " at " + candidate.traffic() + " % of the traffic");
        }
        return shift(observed, candidate, step(state.settings().steps(), candidate.traffic()));
    }

    /** What follows when the candidate has answered its golden pictures: its first step of traffic. */
    public static DeploymentStep.Apply proven(UseCase.Serving settings, Deployment observed, Predictor candidate) {
        return full(observed, candidate)
                ? new DeploymentStep.Apply(
                        observed.spec().predictors().stream()
                                .map(p -> DeploymentStep.Placement.of(p, p.traffic()))
                                .toList(),
                        candidate.served().version() + " answered its golden pictures")
                : shift(observed, candidate, step(settings.steps(), candidate.traffic()));
    }

    /** The note by which a slot's version is known to have answered its golden pictures. */
    public static String provedNote(Slot slot) {
        return PROVED + "-" + slot.predictor();
    }

    private static boolean proved(Deployment observed, Predictor candidate) {
        return candidate.served().sha256().equals(observed.notes().get(provedNote(candidate.slot())));
    }

    private static int step(List<Integer> steps, int traffic) {
        return steps.stream().filter(s -> s > traffic).findFirst().orElse(100);
    }

    private static DeploymentStep.Apply shift(Deployment observed, Predictor candidate, int traffic) {
        Predictor old = observed.predictor(candidate.slot().other()).orElseThrow();
        return new DeploymentStep.Apply(
                bySlot(
                        DeploymentStep.Placement.of(candidate, traffic),
                        DeploymentStep.Placement.of(old, 100 - traffic)),
                candidate.served().version() + " to " + traffic + " % of the traffic");
    }

    private static DeploymentStep starting(
            DeploymentState state,
            Deployment observed,
            Predictor candidate,
            Optional<PredictorStatus> status,
            Instant since) {
        if (proved(observed, candidate)) {
            return new DeploymentStep.Wait("pods of " + candidate.served().version() + " are coming back");
        }
        boolean late =
                Duration.between(since, state.now()).compareTo(state.settings().deadline()) > 0;
        boolean stuck = status.map(PredictorStatus::stuck).orElse(false);
        String message = status.map(PredictorStatus::message)
                .filter(m -> !m.isBlank())
                .map(m -> ": " + m)
                .orElse("");
        if (late || stuck) {
            return new DeploymentStep.Abandon(
                    candidate.served().version(),
                    "not ready "
                            + (stuck
                                    ? "and given up by Kubernetes"
                                    : "within " + state.settings().deadline()) + message);
        }
        return new DeploymentStep.Wait("pods of " + candidate.served().version() + " are starting" + message);
    }

    private static boolean full(Deployment observed, Predictor candidate) {
        return candidate.traffic() == 100 || observed.spec().predictors().size() == 1;
    }

    private static List<DeploymentStep.Placement> bySlot(DeploymentStep.Placement one, DeploymentStep.Placement other) {
        List<DeploymentStep.Placement> placements = new ArrayList<>(List.of(one, other));
        placements.sort(Comparator.comparing(DeploymentStep.Placement::slot));
        return List.copyOf(placements);
    }
}
