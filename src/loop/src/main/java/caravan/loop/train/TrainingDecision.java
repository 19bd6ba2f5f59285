package caravan.loop.train;

import caravan.loop.Commit;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentState;
import caravan.loop.usecase.UseCase;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides what is trained next: one training in flight, in commit order, each range once. */
public final class TrainingDecision {
    private static final int CRASHES_IN_A_ROW = 3;

    private TrainingDecision() {}

    /** The next step. */
    public static TrainingStep next(TrainingState state) {
        List<Experiment> running =
                state.experiments().stream().filter(TrainingDecision::inFlight).toList();
        Optional<TrainingStep> unsettled = unsettled(state);
        if (unsettled.isPresent()) {
            return unsettled.get();
        }
        if (!running.isEmpty()) {
            return adopt(running);
        }
        if (state.paused().isPresent()) {
            return new TrainingStep.Nothing("paused: " + state.paused().get());
        }
        return choose(state);
    }

    private static boolean inFlight(Experiment experiment) {
        return !experiment.state().terminal()
                && !experiment.archived()
                && ExperimentLabels.of(experiment.labels()).isPresent();
    }

    private static Optional<TrainingStep> unsettled(TrainingState state) {
        Set<Integer> settled = new LinkedHashSet<>();
        state.outcomes().forEach(o -> settled.add(o.experiment()));
        return state.experiments().stream()
                .filter(e -> e.state().terminal() && !e.archived() && !settled.contains(e.id()))
                .filter(e -> ExperimentLabels.of(e.labels()).isPresent())
                .findFirst()
                .map(e -> new TrainingStep.Wait("experiment " + e.id() + " has ended and is not registered yet"));
    }

    private static TrainingStep adopt(List<Experiment> running) {
        Experiment chosen = running.stream()
                .min(Comparator.comparing((Experiment e) -> rank(e.state())).thenComparing(Experiment::id))
                .orElseThrow();
        if (chosen.state() == ExperimentState.STOPPING) {
            return new TrainingStep.Wait("experiment " + chosen.id() + " is stopping");
        }
        List<Integer> surplus = running.stream()
                .filter(e -> e.state() != ExperimentState.STOPPING)
                .map(Experiment::id)
                .filter(id -> id != chosen.id())
                .toList();
        boolean activate = chosen.state() == ExperimentState.PAUSED;
        if (!activate && surplus.isEmpty()) {
            return new TrainingStep.Wait("experiment " + chosen.id() + " is in flight");
        }
        return new TrainingStep.Adopt(chosen.id(), activate, surplus);
    }

    private static int rank(ExperimentState state) {
        return switch (state) {
            case ACTIVE -> 0;
            case PAUSED -> 1;
            default -> 2;
        };
    }

    private static TrainingStep choose(TrainingState state) {
        List<Commit> good = state.pending().stream().filter(Commit::good).toList();
        String parent = state.parent().map(Parent::version).orElse(ExperimentLabels.ROOT);
        List<String> heads = state.baseGone() && !good.isEmpty()
                ? List.of(good.get(good.size() - 1).id())
                : good.stream().map(Commit::id).toList();
        int passed = -1;
        int failed = -1;
        int attempts = 0;
        int crashes = 0;
        for (int i = 0; i < heads.size(); i++) {
            String head = heads.get(i);
            TreeMap<Integer, Outcome> outcomes = new TreeMap<>();
            state.outcomes().stream()
                    .filter(o -> o.commit().equals(head) && o.parent().equals(parent))
                    .forEach(o -> outcomes.put(o.experiment(), o));
            boolean done = state.handled().stream()
                    .anyMatch(h -> h.commit().equals(head) && h.parent().equals(parent));
            if (outcomes.values().stream().anyMatch(o -> !o.failed() && o.kind() != Outcome.Kind.PARENT_WITHDRAWN)) {
                done = true;
            }
            if (done) {
                passed = i;
                crashes = 0;
                continue;
            }
            int failures = (int) outcomes.values().stream()
                    .filter(o -> o.failed() && o.experiment() > state.resumed())
                    .count();
            if (failures > 0) {
                failed = i;
                attempts = failures;
                crashes++;
            }
        }
        int from = Math.max(passed, failed) + 1;
        if (crashes >= CRASHES_IN_A_ROW && from < heads.size() || crashes > CRASHES_IN_A_ROW) {
            return new TrainingStep.Park(
                    range(state, heads.get(heads.size() - 1)),
                    "the last " + crashes + " commits crashed from the same parent; look at the experiments' logs, then"
                            + " resume the use case");
        }
        if (from < heads.size()) {
            String head =
                    state.settings().order() == UseCase.Order.EACH ? heads.get(from) : heads.get(heads.size() - 1);
            return train(state, head);
        }
        if (failed > passed) {
            Range range = range(state, heads.get(failed));
            if (attempts <= state.settings().retries() && crashes < CRASHES_IN_A_ROW) {
                return train(state, heads.get(failed));
            }
            return new TrainingStep.Park(
                    range,
                    "failed " + attempts + " times; its files go into the next commit's delta, or resume the use case"
                            + " to try again");
        }
        return new TrainingStep.Nothing(
                state.pending().stream().anyMatch(c -> !c.good() && c.error().isBlank())
                        ? "the head is not finished"
                        : "every finished commit is trained");
    }

    private static TrainingStep train(TrainingState state, String head) {
        Range range = range(state, head);
        int attempt = 1
                + state.experiments().stream()
                        .map(e -> ExperimentLabels.of(e.labels()))
                        .flatMap(Optional::stream)
                        .filter(l -> l.commit().equals(head) && l.parent().equals(range.parentLabel()))
                        .mapToInt(ExperimentLabels::attempt)
                        .max()
                        .orElse(0);
        boolean sameCode = state.parent()
                .filter(p ->
                        p.codeTree().equals(state.codeTree()) && p.trialDigest().equals(state.trialDigest()))
                .isPresent();
        return sameCode ? new TrainingStep.Fork(range, attempt) : new TrainingStep.Create(range, attempt);
    }

    private static Range range(TrainingState state, String head) {
        Optional<String> base =
                state.baseGone() ? Optional.empty() : state.parent().map(Parent::commit);
        return new Range(state.parent(), base, head);
    }
}
