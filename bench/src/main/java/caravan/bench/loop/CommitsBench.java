package caravan.bench.loop;

import caravan.bench.Scratch;
import caravan.determined.DeterminedClient;
import caravan.loop.Commit;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentState;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.loop.steps.Facts;
import caravan.loop.train.Handled;
import caravan.pachyderm.PachydermClient;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * From finished commits to accepted experiments, one commit after another, around the use cases. An experiment is killed
 * once it is active; that its commit is done with is written down before, so that the use case goes on to its next one.
 */
@Command(
        name = "commits",
        description = "200 commits over 20 use cases: ms from a finished commit to its active experiment (p99 < 500)")
public final class CommitsBench implements Callable<Integer> {
    private static final double BOUND = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--commits", description = "Commits in all; default ${DEFAULT-VALUE}.")
    private int commits = 200;

    @Option(names = "--use-cases", description = "Use cases; default ${DEFAULT-VALUE}.")
    private int useCases = 20;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Double> millis = new ArrayList<>();
        int[] experiments = new int[useCases];
        try (Scratch scratch = new Scratch();
                Machine machine = Machine.start(scratch.folder(), useCases);
                PachydermClient pachyderm = machine.pachyderm();
                DeterminedClient determined = machine.determined()) {
            for (int i = 0; i < commits; i++) {
                int useCase = i % useCases;
                if (experiments[useCase] > 0) {
                    awaitSettled(pachyderm, useCase, experiments[useCase]);
                }
                machine.check();
                Commit commit = commit(pachyderm, useCase, i);
                Experiment accepted = Await.until(
                        "the experiment of commit " + commit.id(),
                        PATIENCE,
                        5,
                        () -> active(determined, useCase, commit));
                millis.add(Duration.between(commit.finished().orElseThrow(), Instant.now())
                                .toNanos()
                        / 1e6);
                pachyderm.edit(
                        Machine.output(useCase),
                        Facts.put(
                                Facts.HANDLED,
                                commit.id() + "-" + ExperimentLabels.ROOT,
                                new Handled(commit.id(), ExperimentLabels.ROOT, "measured")));
                determined.kill(accepted.id());
                experiments[useCase] = accepted.id();
            }
        }
        Collections.sort(millis);
        double p99 = percentile(millis, 99);
        out.printf(
                Locale.ROOT,
                "commits: %d over %d use cases, p50 %.0f ms, p99 %.0f ms, most %.0f ms (bound: p99 less than %.0f ms)%n",
                commits,
                useCases,
                percentile(millis, 50),
                p99,
                millis.get(millis.size() - 1),
                BOUND);
        return p99 < BOUND ? 0 : 1;
    }

    private static Commit commit(PachydermClient pachyderm, int useCase, int number) {
        String path = (number % 2 == 0 ? "/cat." : "/dog.") + number + ".jpg";
        byte[] content = ("picture " + number).getBytes(StandardCharsets.UTF_8);
        pachyderm.edit(Machine.data(useCase), List.of(new FileEdit.Put(path, Source.of(content))));
        return pachyderm
                .head(Machine.data(useCase))
                .flatMap(head -> pachyderm.awaitFinished(head.repo(), head.id(), PATIENCE))
                .orElseThrow();
    }

    private static Optional<Experiment> active(DeterminedClient determined, int useCase, Commit commit) {
        return determined.newest(ExperimentLabels.ofUseCase(Machine.name(useCase)), 1).stream()
                .filter(e -> e.label("commit").filter(commit.id()::equals).isPresent())
                .filter(e -> e.state() == ExperimentState.ACTIVE)
                .findFirst();
    }

    /** Waits until the integration has written down how the use case's last experiment ended. */
    private static void awaitSettled(PachydermClient pachyderm, int useCase, int experiment) throws Exception {
        Await.until(
                "the outcome of experiment " + experiment,
                PATIENCE,
                20,
                () -> Facts.read(pachyderm, Machine.output(useCase))
                                .keys(Facts.OUTCOMES)
                                .contains("" + experiment)
                        ? Optional.of(experiment)
                        : Optional.empty());
    }

    /** The nearest-rank percentile of sorted figures. */
    static double percentile(List<Double> sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
