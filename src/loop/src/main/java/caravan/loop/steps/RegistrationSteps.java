package caravan.loop.steps;

import caravan.loop.Checkpoint;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentState;
import caravan.loop.ModelVersion;
import caravan.loop.PlannedFile;
import caravan.loop.SetAside;
import caravan.loop.TrialReport;
import caravan.loop.VersionRequest;
import caravan.loop.port.DataPort;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.loop.port.SystemException;
import caravan.loop.port.TrainingPort;
import caravan.loop.port.Unpack;
import caravan.loop.register.RegistrationDecision;
import caravan.loop.register.RegistrationState;
import caravan.loop.register.RegistrationStep;
import caravan.loop.train.Outcome;
import caravan.loop.usecase.UseCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an ended experiment to a version in the registry and, where promoted, in the output repo. */
public final class RegistrationSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationSteps.class);
    private static final int LOG_LINES = 12;

    private final DataPort data;
    private final TrainingPort training;
    private final Unpack unpack;

    /** The steps over these systems. */
    public RegistrationSteps(DataPort data, TrainingPort training, Unpack unpack) {
        this.data = data;
        this.training = training;
        this.unpack = unpack;
    }

    /** The ended experiments of a use case that have no outcome yet, by id. */
    public List<Integer> unsettled(UseCase useCase) {
        Set<String> settled = Facts.read(data, useCase.outputBranch()).keys(Facts.OUTCOMES);
        return training.experiments(ExperimentLabels.ofUseCase(useCase.name())).stream()
                .filter(e -> e.state().terminal() && !e.archived())
                .map(Experiment::id)
                .filter(id -> !settled.contains(String.valueOf(id)))
                .toList();
    }

    /** Reads everything that the decision depends on; empty where the experiment is gone. */
    public Optional<RegistrationState> observe(UseCase useCase, int experiment) {
        Optional<Experiment> found = training.experiment(experiment);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Experiment ended = found.get();
        Facts facts = Facts.read(data, useCase.outputBranch());
        boolean completed = ended.state() == ExperimentState.COMPLETED;
        Optional<TrialReport> report = completed ? training.report(experiment) : Optional.empty();
        Versions versions = Versions.of(training.versions(useCase.model().name()), facts);
        return Optional.of(new RegistrationState(
                useCase,
                ended,
                facts.get(Facts.OUTCOMES, String.valueOf(experiment), Outcome.class),
                report,
                completed ? training.checkpoint(experiment) : Optional.empty(),
                completed && report.isEmpty() ? training.validation(experiment) : Map.of(),
                versions.all(),
                surplus(useCase, ended),
                ended.label("parent")
                        .filter(p -> versions.withdrawn().contains(p))
                        .isPresent()));
    }

    private boolean surplus(UseCase useCase, Experiment ended) {
        if (ended.state() != ExperimentState.CANCELED) {
            return false;
        }
        Optional<ExperimentLabels> labels = ExperimentLabels.of(ended.labels());
        return training.experiments(ExperimentLabels.ofUseCase(useCase.name())).stream()
                .filter(e -> e.id() != ended.id() && !e.archived())
                .filter(e -> ExperimentLabels.of(e.labels()).equals(labels))
                .anyMatch(e -> e.state() != ExperimentState.CANCELED || e.id() < ended.id());
    }

    /** What is to be done. */
    public RegistrationStep decide(RegistrationState state) {
        return RegistrationDecision.next(state);
    }

    /** Puts a surplus experiment out of sight. */
    public void discard(RegistrationState state) {
        training.archive(state.experiment().id());
    }

    /** Writes down an outcome without a version, together with what the trial set aside. */
    public void record(RegistrationState state, RegistrationStep.Record step) {
        String reason = step.kind() == Outcome.Kind.FAILED ? withLog(state, step.reason()) : step.reason();
        List<FileEdit> edits = new ArrayList<>(setAside(state));
        edits.addAll(outcome(state, step.kind(), reason, null));
        data.edit(state.useCase().outputBranch(), edits);
        LOG.info(
                "use case {}, commit {}: experiment {}: {}",
                state.useCase().name(),
                labels(state).commit(),
                state.experiment().id(),
                step.reason());
    }

    private String withLog(RegistrationState state, String reason) {
        try {
            List<String> lines = training.lastLogLines(state.experiment().id(), LOG_LINES);
            return lines.isEmpty() ? reason : reason + "; its last words:\n" + String.join("\n", lines);
        } catch (SystemException e) {
            return reason + "; its log cannot be read: " + e.getMessage();
        }
    }

    /** Registers the version as refused and holds its files. */
    public void refuse(RegistrationState state, RegistrationStep.Refuse step) {
        try (CheckpointFiles files =
                CheckpointFiles.download(training, unpack, state.checkpoint().orElseThrow())) {
            checkIdentity(state, files);
            register(state, step.version(), files.sha256(), false, step.reason());
        }
        List<FileEdit> edits = new ArrayList<>(setAside(state));
        edits.addAll(
                held(state.useCase(), labels(state).commit(), labels(state).parent(), step.version(), step.reason()));
        edits.addAll(outcome(state, Outcome.Kind.REFUSED, step.reason(), step.version()));
        data.edit(state.useCase().outputBranch(), edits);
        LOG.warn("use case {}: version {} is refused: {}", state.useCase().name(), step.version(), step.reason());
    }

    /** Registers the version and writes it to the output repo, where the next step finds it. */
    public void promote(RegistrationState state, RegistrationStep.Promote step) {
        ModelVersion version;
        try (CheckpointFiles files =
                CheckpointFiles.download(training, unpack, state.checkpoint().orElseThrow())) {
            checkIdentity(state, files);
            version = register(state, step.version(), files.sha256(), true, step.reason());
            List<FileEdit> edits = new ArrayList<>();
            edits.add(new FileEdit.Delete("/checkpoint/"));
            for (String path : files.paths()) {
                Path file = files.file(path);
                edits.add(new FileEdit.Put("/checkpoint/" + path, (Source) () -> Files.newInputStream(file)));
            }
            edits.add(new FileEdit.Put("/model-info.yaml", Source.of(ModelInfo.of(version))));
            edits.addAll(setAside(state));
            edits.addAll(outcome(state, Outcome.Kind.PROMOTED, step.reason(), step.version()));
            data.edit(state.useCase().outputBranch(), edits);
        }
        locate(data, state.useCase(), version);
        LOG.info("use case {}: version {} is promoted: {}", state.useCase().name(), step.version(), step.reason());
    }

    private static void checkIdentity(RegistrationState state, CheckpointFiles files) {
        state.report().ifPresent(report -> {
            if (!report.versionSha256().equals(files.sha256())) {
                throw new SystemException(
                        "determined",
                        SystemException.Kind.REJECTED,
                        "checkpoint of experiment " + state.experiment().id()
                                + " is not what the trial reported: version" + ".json has SHA-256 " + files.sha256()
                                + ", reported was " + report.versionSha256());
            }
        });
    }

    /**
     * Finds the output commit that holds a promoted version and writes it down, if that has not been done.
     *
     * @return empty where no commit of the output repo holds it
     */
    public static Optional<VersionFact> locate(DataPort data, UseCase useCase, ModelVersion version) {
        Facts facts = Facts.read(data, useCase.outputBranch());
        Optional<VersionFact> known = facts.get(Facts.VERSIONS, version.name(), VersionFact.class);
        if (known.isPresent() || facts.commit().isEmpty()) {
            return known;
        }
        byte[] wanted = ModelInfo.of(version);
        Optional<String> commit =
                OutputHistory.find(data, useCase, facts.commit().get(), wanted);
        Optional<VersionFact> found =
                commit.map(c -> new VersionFact(version.name(), version.number(), Versions.text(version, "sha256"), c));
        found.ifPresent(f -> data.edit(useCase.outputBranch(), Facts.put(Facts.VERSIONS, version.name(), f)));
        return found;
    }

    private ModelVersion register(
            RegistrationState state, String name, String sha256, boolean promoted, String reason) {
        Optional<ModelVersion> existing = RegistrationDecision.registered(state);
        if (existing.isPresent()) {
            return existing.get();
        }
        UseCase useCase = state.useCase();
        Checkpoint checkpoint = state.checkpoint().orElseThrow();
        return training.register(new VersionRequest(
                useCase.model().name(),
                name,
                checkpoint.uuid(),
                "Commit " + labels(state).commit() + " of " + useCase.data() + ". "
                        + (promoted ? "Promoted: " : "Refused: ") + reason,
                new LinkedHashSet<>(List.of("caravan", promoted ? "promoted" : "refused")),
                metadata(state, sha256, promoted, reason)));
    }

    private static Map<String, Object> metadata(
            RegistrationState state, String sha256, boolean promoted, String reason) {
        ExperimentLabels labels = labels(state);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("use_case", labels.useCase());
        metadata.put("data_project", labels.repo().project());
        metadata.put("data_repo", labels.repo().name());
        metadata.put("commit", labels.commit());
        metadata.put("parent", labels.parent().equals(ExperimentLabels.ROOT) ? "" : labels.parent());
        metadata.put(
                "range_from",
                state.versions().stream()
                        .filter(v -> v.name().equals(labels.parent()))
                        .map(v -> Versions.text(v, "commit"))
                        .findFirst()
                        .orElse(""));
        metadata.put("sha256", sha256);
        metadata.put("promoted", String.valueOf(promoted));
        metadata.put("verdict", reason);
        metadata.put("experiment", state.experiment().id());
        metadata.put("code_tree", state.experiment().label("code").orElse(""));
        metadata.put("code_commit", state.experiment().label("code-commit").orElse(""));
        metadata.put("trial_digest", state.experiment().label("trial").orElse(""));
        state.report().ifPresent(report -> {
            metadata.put("files", report.files());
            metadata.put("trained", report.trained());
            metadata.put("holdout", report.holdout());
            metadata.put("holdout_new", report.holdoutNew());
            metadata.put("right", report.right());
            metadata.put("accuracy", report.accuracy());
            report.parentRight().ifPresent(r -> metadata.put("parent_right", r));
            report.parentAccuracy().ifPresent(a -> metadata.put("parent_accuracy", a));
            metadata.put("set_aside", report.setAside().size() + report.setAsideRest());
        });
        return metadata;
    }

    private static ExperimentLabels labels(RegistrationState state) {
        return ExperimentLabels.of(state.experiment().labels()).orElseThrow();
    }

    private static List<FileEdit> outcome(RegistrationState state, Outcome.Kind kind, String reason, String version) {
        int id = state.experiment().id();
        ExperimentLabels labels = labels(state);
        return Facts.put(
                Facts.OUTCOMES,
                String.valueOf(id),
                new Outcome(id, labels.commit(), labels.parent(), kind, reason, version));
    }

    private static List<FileEdit> setAside(RegistrationState state) {
        List<FileEdit> edits = new ArrayList<>();
        Map<String, SetAside> byKey = new LinkedHashMap<>();
        state.report().ifPresent(r -> r.setAside().forEach(f -> byKey.putIfAbsent(f.key(), f)));
        byKey.forEach((key, file) -> edits.addAll(Facts.put(Facts.SET_ASIDE, key, file)));
        return edits;
    }

    private List<FileEdit> held(UseCase useCase, String commit, String parent, String version, String reason) {
        return held(data, useCase, commit, parent, version, reason);
    }

    static List<FileEdit> held(
            DataPort data, UseCase useCase, String commit, String parent, String version, String reason) {
        List<FileEdit> edits = new ArrayList<>();
        Optional<String> output = Facts.read(data, useCase.outputBranch()).commit();
        if (output.isPresent()) {
            for (PlannedFile file : Plans.files(data, useCase, output.get(), commit, parent)) {
                edits.addAll(
                        Facts.put(Facts.HELD, file.hash(), new HeldFact(file.path(), file.hash(), version, reason)));
            }
        }
        return edits;
    }
}
