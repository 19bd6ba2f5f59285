package caravan.loop.register;

import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentState;
import caravan.loop.ModelVersion;
import caravan.loop.TrialReport;
import caravan.loop.train.Outcome;
import caravan.loop.usecase.UseCase;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides what becomes of an ended experiment. */
public final class RegistrationDecision {
    private RegistrationDecision() {}

    /** The next step. */
    public static RegistrationStep next(RegistrationState state) {
        Experiment experiment = state.experiment();
        Optional<ExperimentLabels> labels = ExperimentLabels.of(experiment.labels());
        if (labels.isEmpty()) {
            return new RegistrationStep.Nothing("experiment " + experiment.id() + " is not Caravan's");
        }
        if (state.outcome().isPresent()) {
            return new RegistrationStep.Nothing("experiment " + experiment.id() + " is settled");
        }
        if (!experiment.state().terminal()) {
            return new RegistrationStep.Nothing("experiment " + experiment.id() + " has not ended");
        }
        if (experiment.archived() && registered(state).isEmpty()) {
            return new RegistrationStep.Nothing("experiment " + experiment.id() + " was put aside");
        }
        if (state.surplus()) {
            return new RegistrationStep.Discard("experiment " + experiment.id() + " was surplus");
        }
        if (experiment.state() != ExperimentState.COMPLETED) {
            return failed("ended as " + experiment.state());
        }
        return state.report().map(r -> reported(state, labels.get(), r)).orElseGet(() -> foreign(state, labels.get()));
    }

    private static RegistrationStep reported(RegistrationState state, ExperimentLabels labels, TrialReport report) {
        switch (report.outcome()) {
            case "nothing new":
                return new RegistrationStep.Record(Outcome.Kind.NOTHING_NEW, "nothing new: every content is known");
            case "all set aside":
                return new RegistrationStep.Record(
                        Outcome.Kind.ALL_SET_ASIDE,
                        "nothing left to train: all " + (report.setAside().size() + report.setAsideRest())
                                + " files were set aside");
            case "too little held out":
                return new RegistrationStep.Record(
                        Outcome.Kind.TOO_LITTLE_HELD_OUT,
                        "too little held out (" + report.holdout() + " of "
                                + state.useCase().training().holdoutMinimum() + ")");
            case "trained":
                break;
            default:
                return failed("reported the unknown outcome '" + report.outcome() + "'");
        }
        if (state.checkpoint().isEmpty()) {
            return failed("completed without a checkpoint");
        }
        if (!report.weightsChanged()) {
            return failed("left the weights as they were");
        }
        if (report.versionSha256().isBlank()) {
            return failed("reported no hash of its version");
        }
        if (state.parentWithdrawn()) {
            return new RegistrationStep.Record(
                    Outcome.Kind.PARENT_WITHDRAWN,
                    "parent withdrawn: " + labels.parent() + "; its files go into a new delta");
        }
        Gate.Verdict verdict = Gate.judge(report, state.useCase().training());
        String version = versionName(state, labels);
        return verdict.promoted()
                ? new RegistrationStep.Promote(version, verdict.reason())
                : new RegistrationStep.Refuse(version, verdict.reason());
    }

    private static RegistrationStep foreign(RegistrationState state, ExperimentLabels labels) {
        if (state.checkpoint().isEmpty()) {
            return failed("completed without a checkpoint and without a report");
        }
        if (state.parentWithdrawn()) {
            return new RegistrationStep.Record(Outcome.Kind.PARENT_WITHDRAWN, "parent withdrawn: " + labels.parent());
        }
        UseCase.Model model = state.useCase().model();
        Double metric = state.validation().get(model.metric());
        if (metric == null || metric.isNaN() || metric.isInfinite()) {
            return failed("reported no validation metric '" + model.metric() + "'");
        }
        String version = versionName(state, labels);
        double minimum = state.useCase().training().minimumAccuracy();
        String reason = String.format(Locale.ROOT, "%s %.4f by the trial's own validation", model.metric(), metric);
        boolean promoted = model.smallerIsBetter() || metric >= minimum;
        return promoted
                ? new RegistrationStep.Promote(version, reason)
                : new RegistrationStep.Refuse(version, reason + ", below the minimum of " + minimum);
    }

    private static RegistrationStep failed(String what) {
        return new RegistrationStep.Record(Outcome.Kind.FAILED, what);
    }

    /** The version that this experiment has become already, if a former attempt registered it. */
    public static Optional<ModelVersion> registered(RegistrationState state) {
        return state.versions().stream()
                .filter(v -> v.experiment() == state.experiment().id())
                .findFirst();
    }

    private static String versionName(RegistrationState state, ExperimentLabels labels) {
        return registered(state).map(ModelVersion::name).orElseGet(() -> freeName(state.versions(), labels.commit()));
    }

    private static String freeName(List<ModelVersion> versions, String commit) {
        String name = commit;
        int further = 1;
        while (taken(versions, name)) {
            further++;
            name = commit + "." + further;
        }
        return name;
    }

    private static boolean taken(List<ModelVersion> versions, String name) {
        return versions.stream().anyMatch(v -> v.name().equals(name));
    }
}
