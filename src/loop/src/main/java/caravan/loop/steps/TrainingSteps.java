package caravan.loop.steps;

import caravan.loop.Commit;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentRequest;
import caravan.loop.ExperimentState;
import caravan.loop.FileChange;
import caravan.loop.ModelCode;
import caravan.loop.SetAside;
import caravan.loop.port.CodePort;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.SystemException;
import caravan.loop.port.TrainingPort;
import caravan.loop.train.FileRule;
import caravan.loop.train.Handled;
import caravan.loop.train.Outcome;
import caravan.loop.train.Parent;
import caravan.loop.train.Range;
import caravan.loop.train.Resumed;
import caravan.loop.train.TrainingDecision;
import caravan.loop.train.TrainingState;
import caravan.loop.train.TrainingStep;
import caravan.loop.usecase.UseCase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a finished commit to one experiment in flight. */
public final class TrainingSteps {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingSteps.class);

    private final DataPort data;
    private final TrainingPort training;
    private final CodePort code;
    private final TrialAccess access;

    /** The steps over these systems; {@code access} is Pachyderm as a trial reaches it. */
    public TrainingSteps(DataPort data, TrainingPort training, CodePort code, TrialAccess access) {
        this.data = data;
        this.training = training;
        this.code = code;
        this.access = access;
    }

    /** Reads everything that the decision depends on. */
    public TrainingState observe(UseCase useCase) {
        Facts facts = Facts.read(data, useCase.outputBranch());
        Versions versions = Versions.of(training.versions(useCase.model().name()), facts);
        List<Experiment> experiments = training.experiments(ExperimentLabels.ofUseCase(useCase.name()));
        Optional<Parent> parent = versions.parent();
        Pending pending = pending(useCase, parent);
        ModelCode program = pending.commits().isEmpty() ? new ModelCode("", "", List.of()) : code.read(useCase.code());
        return new TrainingState(
                useCase.training(),
                facts.get("paused", Paused.class).map(Paused::reason),
                parent,
                pending.baseGone(),
                pending.commits(),
                experiments,
                List.copyOf(facts.all(Facts.OUTCOMES, Outcome.class).values()),
                List.copyOf(facts.all(Facts.HANDLED, Handled.class).values()),
                program.tree(),
                useCase.code().trialDigest(),
                facts.get("resumed", Resumed.class).map(Resumed::experiment).orElse(0));
    }

    /** What is to be done next. */
    public TrainingStep decide(TrainingState state) {
        return TrainingDecision.next(state);
    }

    private record Pending(List<Commit> commits, boolean baseGone) {}

    private Pending pending(UseCase useCase, Optional<Parent> parent) {
        Optional<Commit> head = data.head(useCase.data());
        if (head.isEmpty()) {
            return new Pending(List.of(), false);
        }
        Optional<String> base = parent.map(Parent::commit);
        if (base.isPresent() && base.get().equals(head.get().id())) {
            return new Pending(List.of(), false);
        }
        boolean baseKnown = base.isPresent()
                && data.commit(useCase.data().repo(), base.get()).isPresent();
        List<Commit> commits = new ArrayList<>();
        try (Entries<Commit> entries =
                data.commits(useCase.data().repo(), head.get().id(), baseKnown ? base : Optional.empty())) {
            entries.forEachRemaining(commits::add);
        }
        boolean baseGone = base.isPresent()
                && (!baseKnown
                        || !commits.isEmpty()
                                && !commits.get(commits.size() - 1).parent().equals(base));
        Collections.reverse(commits);
        return new Pending(List.copyOf(commits), baseGone);
    }

    /** Begins the plan of a range: the rule knows every content that must not be trained again. */
    public DeltaPlan begin(UseCase useCase, Range range) {
        Facts facts = Facts.read(data, useCase.outputBranch());
        Set<String> known = new HashSet<>(facts.keptOut());
        range.parent()
                .flatMap(p -> facts.get(Facts.VERSIONS, p.version(), VersionFact.class))
                .ifPresent(v -> known.addAll(Lineage.hashes(data, useCase.output(), v.outputCommit())));
        return new DeltaPlan(new FileRule(useCase.labels(), known));
    }

    /** The files that the range's head has and its base has not, one by one. */
    public Entries<FileChange> changes(UseCase useCase, Range range) {
        return data.diff(useCase.data().repo(), range.head(), range.base());
    }

    /**
     * Stores the plan and starts its experiment; without anything to train, writes down that the commit is done with.
     *
     * @return the experiment that counts, empty where none was needed or another is in flight
     */
    public Optional<Integer> start(UseCase useCase, TrainingStep.Training step, DeltaPlan plan) {
        plan.complete();
        Range range = step.range();
        String key = range.head() + "-" + range.parentLabel();
        List<FileEdit> facts = setAside(plan.setAside());
        if (plan.files() == 0) {
            String reason = plan.setAside().isEmpty()
                    ? "nothing new"
                    : "nothing new: all " + plan.setAside().size() + " files were set aside";
            data.edit(
                    useCase.outputBranch(),
                    Facts.together(
                            facts,
                            Facts.put(Facts.HANDLED, key, new Handled(range.head(), range.parentLabel(), reason))));
            LOG.info("use case {}, commit {}: {}", useCase.name(), range.head(), reason);
            return Optional.empty();
        }
        String path = "/caravan/plans/" + key + ".jsonl.gz";
        data.edit(
                useCase.outputBranch(), Facts.together(facts, List.of(new FileEdit.Delete(path), plan.storedAt(path))));
        String outputCommit = data.head(useCase.outputBranch())
                .orElseThrow(() -> new SystemException(
                        "pachyderm",
                        SystemException.Kind.NOT_FOUND,
                        "the output branch " + useCase.outputBranch() + " is gone"))
                .id();
        String reference = useCase.output() + "@" + outputCommit + ":" + path;
        return create(useCase, step, reference, plan);
    }

    private Optional<Integer> create(UseCase useCase, TrainingStep.Training step, String plan, DeltaPlan delta) {
        Set<String> ours = ExperimentLabels.ofUseCase(useCase.name());
        List<Experiment> now = training.experiments(ours);
        if (now.stream().anyMatch(e -> !e.state().terminal() && !e.archived())) {
            LOG.info("use case {}: another experiment is in flight by now", useCase.name());
            return Optional.empty();
        }
        Range range = step.range();
        ExperimentLabels labels = new ExperimentLabels(
                useCase.data().repo(),
                range.head(),
                useCase.name(),
                useCase.model().name(),
                range.parentLabel(),
                step.attempt());
        ModelCode program = code.read(useCase.code());
        boolean fork = step instanceof TrainingStep.Fork;
        int created = training.create(new ExperimentRequest(
                ExperimentConfig.of(useCase, program, range, labels, plan, delta.sha256(), access),
                program,
                fork ? range.parent().map(Parent::experiment) : Optional.empty()));
        LOG.info(
                "use case {}, commit {}: experiment {} {}, {} files, {} set aside",
                useCase.name(),
                range.head(),
                created,
                fork ? "forked from " + range.parent().orElseThrow().experiment() : "created",
                delta.files(),
                delta.setAside().size());
        TrainingStep settled = TrainingDecision.next(inFlightOnly(useCase, training.experiments(ours)));
        if (settled instanceof TrainingStep.Adopt adopt) {
            adopt(useCase, adopt);
            return Optional.of(adopt.experiment());
        }
        return Optional.of(created);
    }

    private static TrainingState inFlightOnly(UseCase useCase, List<Experiment> experiments) {
        return new TrainingState(
                useCase.training(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                experiments.stream().filter(e -> !e.state().terminal()).toList(),
                List.of(),
                List.of(),
                "",
                "",
                0);
    }

    private static List<FileEdit> setAside(List<SetAside> files) {
        List<FileEdit> edits = new ArrayList<>();
        files.forEach(f -> edits.addAll(Facts.put(Facts.SET_ASIDE, f.key(), f)));
        return edits;
    }

    /** Starts the experiment that counts and puts the others aside. */
    public void adopt(UseCase useCase, TrainingStep.Adopt step) {
        for (int surplus : step.surplus()) {
            LOG.warn("use case {}: experiment {} is surplus beside {}", useCase.name(), surplus, step.experiment());
            training.kill(surplus);
            training.experiment(surplus)
                    .filter(e -> e.state().terminal() && e.state() != ExperimentState.DELETED)
                    .ifPresent(e -> training.archive(e.id()));
        }
        if (step.activate()) {
            training.activate(step.experiment());
        }
    }

    /** Writes down, once, that the range is parked. */
    public void park(UseCase useCase, TrainingStep.Park step) {
        Facts facts = Facts.read(data, useCase.outputBranch());
        String key = step.range().head() + "-" + step.range().parentLabel();
        if (facts.keys(Facts.PARKED).contains(key)) {
            return;
        }
        data.edit(
                useCase.outputBranch(),
                Facts.put(
                        Facts.PARKED,
                        key,
                        new Handled(step.range().head(), step.range().parentLabel(), step.reason())));
        LOG.warn(
                "use case {}, commit {}: parked: {}",
                useCase.name(),
                step.range().head(),
                step.reason());
    }
}
