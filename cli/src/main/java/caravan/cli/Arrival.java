package caravan.cli;

import caravan.loop.Commit;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ModelVersion;
import caravan.loop.steps.Facts;
import caravan.loop.steps.Versions;
import caravan.loop.train.Handled;
import caravan.loop.train.Outcome;
import caravan.loop.usecase.UseCase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Commits a folder and follows it through the loop until the version that comes of it serves. */
final class Arrival {
    private static final Duration STARTS = Duration.ofMinutes(4);
    private static final Duration TRAINS = Duration.ofMinutes(15);
    private static final Duration REGISTERS = Duration.ofMinutes(4);
    private static final Duration SPARE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final Systems systems;
    private final UseCase useCase;
    private final Steps steps;
    private final Supplier<Optional<String>> trouble;

    /** @param trouble what has happened to the processes that makes all waiting vain */
    Arrival(Systems systems, UseCase useCase, Steps steps, Supplier<Optional<String>> trouble) {
        this.systems = systems;
        this.useCase = useCase;
        this.steps = steps;
        this.trouble = trouble;
    }

    /** The version that serves in the end. */
    Report.Version deliver(Path folder) {
        Putting putting = Putting.of(List.of(folder), "/");
        Commit commit = putting.write(systems.data(), useCase.data(), steps.console());
        steps.done(putting.size() + " of " + folder.getFileName() + "/ are commit " + Names.brief(commit.id()) + " of "
                + useCase.data());
        int last = 0;
        while (true) {
            Experiment experiment = awaitExperiment(commit.id(), last);
            double toExperiment = steps.done("experiment " + experiment.id()
                    + experiment.forkedFrom().map(f -> " is forked from " + f).orElse(" is created"));
            Experiment ended = awaitEnd(experiment);
            double training = steps.done("experiment " + ended.id() + " has ended: "
                    + ended.state().name().toLowerCase(java.util.Locale.ROOT));
            Outcome outcome = awaitOutcome(ended.id());
            if (outcome.failed()) {
                steps.note(Names.brief(outcome.reason()));
                last = ended.id();
                continue;
            }
            if (outcome.kind() != Outcome.Kind.PROMOTED) {
                throw new CliException(
                        "experiment " + ended.id() + " gave no version that may serve: " + outcome.reason());
            }
            ModelVersion version = version(outcome);
            steps.note("version " + Names.brief(version.name()) + " is registered and promoted: " + outcome.reason());
            new ServingWait(systems, useCase, steps::note)
                    .until(
                            version.name(),
                            useCase.deployment()
                                    .deadline()
                                    .plus(useCase.deployment().hold())
                                    .plus(SPARE),
                            () -> trouble.get().or(() -> withdrawn(version)));
            double toServing =
                    steps.done(useCase.deployment().name() + " serves version " + Names.brief(version.name()));
            return reported(version, ended, new Report.Seconds(toExperiment, training, toServing));
        }
    }

    private void check() {
        trouble.get().ifPresent(t -> {
            throw new CliException(t);
        });
    }

    private Experiment awaitExperiment(String commit, int last) {
        return Waiting.until(
                "an experiment for commit " + commit + ": ./caravan status says what the loop waits for",
                STARTS,
                PAUSE,
                () -> {
                    check();
                    Optional<Experiment> found =
                            systems.training().experiments(ExperimentLabels.ofUseCase(useCase.name())).stream()
                                    .filter(e -> e.id() > last)
                                    .filter(e -> e.label("commit").equals(Optional.of(commit)))
                                    .findFirst();
                    if (found.isEmpty()) {
                        checkHandled(commit);
                    }
                    return found;
                });
    }

    private void checkHandled(String commit) {
        Facts facts = Facts.read(systems.data(), useCase.outputBranch());
        for (String kind : List.of(Facts.HANDLED, Facts.PARKED)) {
            facts.all(kind, Handled.class).values().stream()
                    .filter(h -> h.commit().equals(commit))
                    .findFirst()
                    .ifPresent(h -> {
                        throw new CliException("commit " + commit + " is not trained: " + h.reason());
                    });
        }
    }

    private Experiment awaitEnd(Experiment begun) {
        try (Console.Progress progress = steps.console().progress("training", 100)) {
            return Waiting.until(
                    "the end of experiment " + begun.id() + ", see "
                            + systems.training().address(begun.id()),
                    TRAINS,
                    PAUSE,
                    () -> {
                        check();
                        Experiment now = systems.training()
                                .experiment(begun.id())
                                .orElseThrow(() -> new CliException("experiment " + begun.id() + " was deleted"));
                        now.progress().ifPresent(p -> progress.at(Math.round(p * 100)));
                        return Optional.of(now).filter(e -> e.state().terminal());
                    });
        }
    }

    private Outcome awaitOutcome(int experiment) {
        return Waiting.until(
                "experiment " + experiment + " to be registered, see integration.log in "
                        + systems.home().logs(),
                REGISTERS,
                PAUSE,
                () -> {
                    check();
                    return Facts.read(systems.data(), useCase.outputBranch())
                            .get(Facts.OUTCOMES, String.valueOf(experiment), Outcome.class);
                });
    }

    private Optional<String> withdrawn(ModelVersion version) {
        Facts facts = Facts.read(systems.data(), useCase.outputBranch());
        return facts.get(Facts.WITHDRAWN, version.name(), caravan.loop.steps.WithdrawnFact.class)
                .map(f -> "it was withdrawn: " + f.reason());
    }

    private ModelVersion version(Outcome outcome) {
        Facts facts = Facts.read(systems.data(), useCase.outputBranch());
        return Versions.of(systems.training().versions(useCase.model().name()), facts)
                .named(outcome.version())
                .orElseThrow(() -> new CliException("version " + outcome.version() + " is not in the registry"));
    }

    private static Report.Version reported(ModelVersion version, Experiment experiment, Report.Seconds seconds) {
        String parent = Versions.text(version, "parent");
        return new Report.Version(
                version.name(),
                version.number(),
                version.experiment(),
                experiment.forkedFrom().orElse(null),
                parent.isEmpty() ? null : parent,
                Metadata.whole(version, "files").orElse(0),
                new Report.Holdout(
                        Metadata.whole(version, "holdout").orElse(0),
                        Metadata.number(version, "accuracy").orElse(0.0),
                        Metadata.number(version, "parent_accuracy").orElse(null)),
                "true".equals(Versions.text(version, "promoted")),
                seconds);
    }
}
