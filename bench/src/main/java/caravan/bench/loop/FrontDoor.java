package caravan.bench.loop;

import caravan.bench.BenchException;
import caravan.bench.Scratch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Measures a command of {@code ./caravan} several times, after what is stale is built and the backbone is cached. */
final class FrontDoor {
    private static final int BUILD_SECONDS = 1800;

    @Option(names = "--runs", description = "Runs, whose median counts; default ${DEFAULT-VALUE}.")
    private int runs = 3;

    /** One run, in seconds. */
    interface Run {
        double seconds(Scratch scratch) throws Exception;
    }

    /** Prints each run and the median; the exit code. */
    int median(String name, double bound, PrintWriter out, Run run) throws Exception {
        warm();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            try (Scratch scratch = new Scratch()) {
                seconds.add(run.seconds(scratch));
            }
            out.printf(Locale.ROOT, "run %d: %.2f s%n", i + 1, seconds.get(i));
            out.flush();
        }
        Collections.sort(seconds);
        double median = (seconds.get((runs - 1) / 2) + seconds.get(runs / 2)) / 2;
        out.printf(Locale.ROOT, "%s: %.2f s, median of %d (bound: less than %.0f s)%n", name, median, runs, bound);
        return median < bound ? 0 : 1;
    }

    private static void warm() throws Exception {
        try (Scratch scratch = new Scratch();
                Program backbone = Program.start(
                        List.of(Installation.here().frontDoor().toString(), "backbone"),
                        scratch.folder().resolve("backbone.log"))) {
            if (backbone.exitCode(BUILD_SECONDS) != 0) {
                throw new BenchException("./caravan backbone failed:\n" + backbone.lastLines());
            }
        }
    }
}
