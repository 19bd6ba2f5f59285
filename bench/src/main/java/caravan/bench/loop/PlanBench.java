package caravan.bench.loop;

import caravan.bench.Scratch;
import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.pachyderm.PachydermClient;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A large delta, from the finished commit to the plan in the output repo. */
@Command(
        name = "plan",
        description = "a 25,000-file commit: seconds from its end to its plan's, the integration having 256 MB (< 5 s)")
public final class PlanBench implements Callable<Integer> {
    private static final double BOUND = 5;

    @Option(names = "--files", description = "Files of the commit; default ${DEFAULT-VALUE}.")
    private int files = 25_000;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Scratch scratch = new Scratch();
                Machine machine = Machine.start(scratch.folder(), 1);
                PachydermClient pachyderm = machine.pachyderm()) {
            pachyderm.edit(Machine.data(0), pictures());
            Commit commit = pachyderm
                    .head(Machine.data(0))
                    .flatMap(head -> pachyderm.awaitFinished(head.repo(), head.id(), Duration.ofMinutes(2)))
                    .orElseThrow();
            Instant planned = Await.until("the plan", Duration.ofMinutes(2), 50, () -> {
                machine.check();
                return planned(pachyderm, commit.id());
            });
            double seconds =
                    Duration.between(commit.finished().orElseThrow(), planned).toMillis() / 1e3;
            out.printf(
                    Locale.ROOT,
                    "plan: %.2f s for %,d files within a heap of 256 MB (bound: less than %.0f s)%n",
                    seconds,
                    files,
                    BOUND);
            return seconds < BOUND ? 0 : 1;
        }
    }

    private List<FileEdit> pictures() {
        List<FileEdit> edits = new ArrayList<>(files);
        for (int number = 0; number < files; number++) {
            byte[] content = ("picture " + number).getBytes(StandardCharsets.UTF_8);
            edits.add(new FileEdit.Put((number % 2 == 0 ? "/cat." : "/dog.") + number + ".jpg", Source.of(content)));
        }
        return edits;
    }

    /** When the output commit ended that holds the plan. */
    private static Optional<Instant> planned(PachydermClient pachyderm, String commit) {
        Branch output = Machine.output(0);
        Optional<Commit> head = pachyderm.head(output).filter(Commit::good);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        try (Entries<Commit> commits =
                pachyderm.commits(output.repo(), head.get().id(), Optional.empty())) {
            Instant first = null;
            while (commits.hasNext()) {
                Commit next = commits.next();
                if (pachyderm
                        .file(output.repo(), next.id(), "/caravan/plans/" + commit + "-root.jsonl.gz")
                        .isPresent()) {
                    first = next.finished().orElseThrow();
                }
            }
            return Optional.ofNullable(first);
        }
    }
}
