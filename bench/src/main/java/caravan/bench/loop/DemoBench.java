package caravan.bench.loop;

import caravan.bench.BenchException;
import caravan.bench.Scratch;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./caravan demo --exit} in a new home. */
@Command(
        name = "demo",
        description = "./caravan demo --exit in a new home, warm: seconds from start to end (< 90 s, median)")
public final class DemoBench implements Callable<Integer> {
    private static final double BOUND = 90;
    private static final int PATIENCE = 600;

    @Mixin
    private FrontDoor door;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return door.median("demo", BOUND, spec.commandLine().getOut(), DemoBench::once);
    }

    private static double once(Scratch scratch) throws Exception {
        long begin = System.nanoTime();
        try (Program demo = Program.start(
                List.of(
                        Installation.here().frontDoor().toString(),
                        "demo",
                        "--exit",
                        "--home",
                        scratch.folder().resolve("home").toString()),
                scratch.folder().resolve("demo.log"))) {
            int code = demo.exitCode(PATIENCE);
            if (code != 0) {
                throw new BenchException("the demo ended with exit code " + code + ":\n" + demo.lastLines());
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
