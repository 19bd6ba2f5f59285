package caravan.cli;

import caravan.loop.Commit;
import caravan.loop.Deployment;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ModelCode;
import caravan.loop.ModelVersion;
import caravan.loop.SetAside;
import caravan.loop.port.SystemException;
import caravan.loop.steps.Facts;
import caravan.loop.steps.HeldFact;
import caravan.loop.steps.Paused;
import caravan.loop.steps.TrainingSteps;
import caravan.loop.steps.Versions;
import caravan.loop.train.Handled;
import caravan.loop.train.Outcome;
import caravan.loop.train.TrainingState;
import caravan.loop.train.TrainingStep;
import caravan.loop.usecase.UseCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Reads how everything stands, from the systems themselves. It changes nothing. */
final class StatusReader {
    private static final String PACHYDERM = "pachyderm";
    private static final String DETERMINED = "determined";
    private static final String SELDON = "seldon";

    private final Systems systems;
    private final UseCases useCases;
    private final Watchers watchers;
    private final Map<String, String> away = new LinkedHashMap<>();

    StatusReader(Systems systems, UseCases useCases) {
        this.systems = systems;
        this.useCases = useCases;
        this.watchers = new Watchers(systems.home(), systems.addresses());
    }

    /** Looks once. A system that is away is named and leaves its part blank. */
    Status read() {
        away.clear();
        // the client of Kubernetes takes long to start: it does so beside the others, once there is a log for both
        LoggerFactory.getILoggerFactory();
        Map<String, FutureTask<Optional<Deployment>>> observed = new LinkedHashMap<>();
        useCases.all()
                .forEach(u -> observed.put(
                        u.name(), new FutureTask<>(() -> new DeploymentReader(systems.serving()).observe(u))));
        Thread observer = new Thread(() -> observed.values().forEach(FutureTask::run), "observer");
        observer.setDaemon(true);
        observer.start();
        List<Status.OfUseCase> all = useCases.all().stream()
                .map(u -> read(u, observed.get(u.name())))
                .toList();
        return new Status(
                systems.home().folder().toString(),
                watchers.integration(),
                away.entrySet().stream()
                        .map(e -> new Status.Away(e.getKey(), e.getValue()))
                        .toList(),
                all);
    }

    private <T> Optional<T> ask(String system, Supplier<T> question) {
        if (away.containsKey(system)) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.get());
        } catch (SystemException e) {
            away.put(e.system(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Deployment> result(FutureTask<Optional<Deployment>> observed) {
        try {
            return observed.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SystemException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    private Status.OfUseCase read(UseCase useCase, FutureTask<Optional<Deployment>> observed) {
        Optional<Facts> facts = ask(PACHYDERM, () -> Facts.read(systems.data(), useCase.outputBranch()));
        Optional<Commit> head =
                ask(PACHYDERM, () -> systems.data().head(useCase.data())).flatMap(h -> h);
        List<ModelVersion> registered = ask(DETERMINED, () -> systems.training()
                        .versions(useCase.model().name()))
                .orElse(List.of());
        List<Experiment> experiments = ask(
                        DETERMINED, () -> systems.training().experiments(ExperimentLabels.ofUseCase(useCase.name())))
                .orElse(List.of());
        Versions versions =
                facts.map(f -> Versions.of(registered, f)).orElseGet(() -> new Versions(registered, Set.of()));
        List<Outcome> outcomes = facts.map(
                        f -> List.copyOf(f.all(Facts.OUTCOMES, Outcome.class).values()))
                .orElse(List.of());
        Optional<TrainingState> state = away.containsKey(PACHYDERM) || away.containsKey(DETERMINED)
                ? Optional.empty()
                : ask(PACHYDERM, () -> observer().observe(useCase));
        Optional<TrainingStep> step = state.map(s -> observer().decide(s));
        return new Status.OfUseCase(
                useCase.name(),
                data(useCase, head, state.map(s -> done(step) ? 0 : s.pending().size()), facts, outcomes),
                versions.newest()
                        .map(v -> new Status.Trained(Versions.text(v, "commit"), v.name()))
                        .orElse(null),
                step.map(StatusReader::words).orElse(null),
                experiments.stream()
                        .filter(e -> !e.state().terminal() && !e.archived())
                        .findFirst()
                        .map(this::training)
                        .orElse(null),
                versions.all().stream().map(v -> version(v, versions)).toList(),
                ask(SELDON, () -> result(observed))
                        .flatMap(o -> DeploymentReader.describe(o, useCase, versions, facts))
                        .orElse(null),
                watchers.detectors(useCase, detail -> away.putIfAbsent(Watchers.NAME, detail)),
                facts.map(StatusReader::setAside).orElse(List.of()),
                facts.map(StatusReader::held).orElse(List.of()),
                failed(outcomes),
                facts.flatMap(f -> f.get("paused", Paused.class))
                        .map(Paused::reason)
                        .orElse(null),
                step.filter(TrainingStep.Park.class::isInstance)
                        .map(StatusReader::words)
                        .orElse(null));
    }

    private static boolean done(Optional<TrainingStep> step) {
        return step.filter(TrainingStep.Nothing.class::isInstance).isPresent();
    }

    private TrainingSteps observer() {
        return new TrainingSteps(systems.data(), systems.training(), source -> new ModelCode("", "", List.of()), null);
    }

    private static Status.Data data(
            UseCase useCase,
            Optional<Commit> head,
            Optional<Integer> waiting,
            Optional<Facts> facts,
            List<Outcome> outcomes) {
        return new Status.Data(
                useCase.data().toString(),
                head.map(Commit::id).orElse(null),
                head.map(c -> c.good() ? "finished" : c.failed() ? "failed" : "open")
                        .orElse(null),
                head.map(c -> c.started().toString()).orElse(null),
                waiting.orElse(null),
                head.flatMap(c -> outcome(c.id(), facts, outcomes)).orElse(null));
    }

    private static Optional<String> outcome(String commit, Optional<Facts> facts, List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(o -> o.commit().equals(commit))
                .max(Comparator.comparingInt(Outcome::experiment))
                .map(o -> word(o.kind()) + ": " + firstLine(o.reason()))
                .or(() -> facts.stream()
                        .flatMap(f -> f.all(Facts.HANDLED, Handled.class).values().stream())
                        .filter(h -> h.commit().equals(commit))
                        .map(Handled::reason)
                        .findFirst());
    }

    private static String word(Outcome.Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String words(TrainingStep step) {
        if (step instanceof TrainingStep.Nothing nothing) {
            return nothing.reason();
        } else if (step instanceof TrainingStep.Wait waiting) {
            return waiting.reason();
        } else if (step instanceof TrainingStep.Park park) {
            return "parked: " + park.reason();
        } else if (step instanceof TrainingStep.Adopt adopt) {
            return "experiment " + adopt.experiment() + " is to be started";
        } else if (step instanceof TrainingStep.Training training) {
            return "commit " + training.range().head() + " is to be trained, attempt " + training.attempt();
        }
        return step.name();
    }

    private Status.Training training(Experiment experiment) {
        return new Status.Training(
                experiment.id(),
                experiment.state().name().toLowerCase(java.util.Locale.ROOT),
                experiment.progress().orElse(null),
                experiment.label("commit").orElse(null),
                experiment.label("attempt").map(Integer::valueOf).orElse(1),
                experiment.forkedFrom().orElse(null),
                systems.training().address(experiment.id()));
    }

    private static Status.Version version(ModelVersion version, Versions versions) {
        return new Status.Version(
                version.name(),
                version.number(),
                version.experiment(),
                Versions.text(version, "commit"),
                Versions.text(version, "parent").isEmpty() ? null : Versions.text(version, "parent"),
                Metadata.whole(version, "files").orElse(null),
                Metadata.whole(version, "holdout").orElse(null),
                Metadata.number(version, "accuracy").orElse(null),
                Metadata.number(version, "parent_accuracy").orElse(null),
                "true".equals(Versions.text(version, "promoted")),
                versions.withdrawn().contains(version.name()),
                Versions.text(version, "verdict"));
    }

    private static List<Status.Aside> setAside(Facts facts) {
        List<Status.Aside> files = new ArrayList<>();
        facts.all(Facts.SET_ASIDE, SetAside.class)
                .values()
                .forEach(f -> files.add(new Status.Aside(f.path(), f.reason())));
        files.sort(Comparator.comparing(Status.Aside::path));
        return files;
    }

    private static List<Status.Held> held(Facts facts) {
        List<Status.Held> files = new ArrayList<>();
        facts.all(Facts.HELD, HeldFact.class)
                .values()
                .forEach(f -> files.add(new Status.Held(f.path(), f.version(), f.reason())));
        files.sort(Comparator.comparing(Status.Held::path));
        return files;
    }

    private static Status.Failed failed(List<Outcome> outcomes) {
        return outcomes.stream()
                .max(Comparator.comparingInt(Outcome::experiment))
                .filter(Outcome::failed)
                .map(o -> new Status.Failed(o.experiment(), o.commit(), o.reason()))
                .orElse(null);
    }
}
