package caravan.bench;

import caravan.bench.loop.CommitsBench;
import caravan.bench.loop.DemoBench;
import caravan.bench.loop.PlanBench;
import caravan.bench.loop.UpBench;
import caravan.bench.serving.ServingJpeg;
import caravan.bench.serving.ServingTensors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The benchmarks; without a name it lists them. Exit code 1 where a figure misses its bound. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Measures Caravan against its bounds.",
        subcommands = {
            ServingJpeg.class,
            ServingTensors.class,
            PlanBench.class,
            CommitsBench.class,
            DemoBench.class,
            UpBench.class
        })
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getSubcommands().forEach((name, command) -> spec.commandLine()
                .getOut()
                .printf(
                        "%-20s %s%n",
                        name,
                        String.join(" ", command.getCommandSpec().usageMessage().description())));
    }

    /** Runs the benchmark that the arguments name. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("bench: " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }
}
