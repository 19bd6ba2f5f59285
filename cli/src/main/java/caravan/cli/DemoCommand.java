package caravan.cli;

import caravan.dataset.Dataset;
import caravan.dataset.Datasets;
import caravan.dataset.Folders;
import caravan.loop.usecase.UseCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "The whole loop from nothing, in demo/ under the home: two arrivals of pictures become two deployed"
                        + " versions; then shifted and foreign pictures are sent, and the detectors say so. Stays up until"
                        + " Ctrl-C.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private UseCaseOption useCase = new UseCaseOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Pictures of your own as the first arrival; with --delta. Default: the example's photos from"
                    + " $CARAVAN_DATASET or their public git repository, else pets that are drawn.")
    private Path data;

    @Option(names = "--delta", paramLabel = "DIR", description = "Pictures of your own as the second arrival.")
    private Path delta;

    @Option(
            names = "--foreign",
            paramLabel = "DIR",
            description = "Pictures that show something else; default some that are drawn.")
    private Path foreign;

    @Option(names = "--exit", description = "Stop when done.")
    private boolean exit;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what was seen as JSON.")
    private Path report;

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            description = "The pretrained backbone (wheel or .pth) on a machine without pip.")
    private Path backbone;

    @Override
    public Integer call() throws Exception {
        Instant started = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        checkUsage();
        Console console = Console.system();
        Steps steps = new Steps(console);
        Installation installation = Installation.find();
        Path cache = Installation.cache();
        useCase.chooseForDemo(home.home().demo());
        try (DemoHome demo = DemoHome.take(home.home(), console)) {
            Dataset dataset = new Datasets(cache, System.getenv())
                    .obtain(Optional.ofNullable(data), Optional.ofNullable(delta), steps::note);
            steps.done("pictures: " + dataset.kind().word() + ", " + dataset.note());
            new Backbone(cache, installation, console).obtain(Optional.ofNullable(backbone));
            steps.done("the backbone is in " + cache);
            Machine machine = new Machine(installation, demo.home(), cache, false, console);
            try (Cleanup cleanup = new Cleanup(machine);
                    Systems systems = start(machine, demo.home(), steps)) {
                UseCase chosen = useCase.chooseForDemo(demo.home());
                Report seen =
                        new Demo(systems, chosen, dataset, Optional.ofNullable(foreign), machine, steps).run(started);
                new DemoSummary(seen).lines().forEach(console::result);
                write(seen);
                if (!exit) {
                    Environment.of(demo.home()).print(console);
                    console.note("it stays up; Ctrl-C stops it");
                    cleanup.stoppingIsFine();
                    throw new CliException(machine.failure().join());
                }
            }
        }
        return 0;
    }

    private static Systems start(Machine machine, Home home, Steps steps) {
        machine.start();
        steps.done("sandbox and routes are up in " + home.folder());
        return Systems.of(home);
    }

    private void checkUsage() {
        if ((data == null) != (delta == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--data and --delta belong together: give both folders or none");
        }
        if (foreign != null
                && (!Files.isDirectory(foreign) || Folders.pictures(foreign).isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--foreign " + foreign + " is no folder with pictures");
        }
        if (report != null && !Files.isDirectory(report.toAbsolutePath().getParent())) {
            throw new ParameterException(
                    spec.commandLine(), "--report " + report + ": its folder does not exist, create it first");
        }
    }

    private void write(Report seen) {
        if (report == null) {
            return;
        }
        try {
            Files.writeString(report, Json.write(seen) + "\n");
        } catch (IOException e) {
            throw new CliException("cannot write the report to " + report + ": " + e.getMessage(), e);
        }
    }
}
