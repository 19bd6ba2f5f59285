package caravan.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Runs sandbox and routes in the foreground until Ctrl-C. What was there before goes on:"
                + " all state is on disk.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            description = "The pretrained backbone (wheel or .pth) on a machine without pip.")
    private Path backbone;

    @Option(names = "--tls", description = "The sandbox's systems speak TLS with a certificate authority of their own.")
    private boolean tls;

    @Override
    public Integer call() throws Exception {
        Console console = Console.system();
        Installation installation = Installation.find();
        Path cache = Installation.cache();
        Home here = home.home();
        try (Home.Lock lock = here.lock()
                .orElseThrow(() -> new CliException("something runs in " + here.folder()
                        + " already: stop it first, or choose another folder with --home"))) {
            new Backbone(cache, installation, console).obtain(Optional.ofNullable(backbone));
            Machine machine = new Machine(installation, here, cache, tls, console);
            try (Cleanup cleanup = new Cleanup(machine)) {
                console.note("starting sandbox and routes in " + here.folder());
                machine.start();
                console.note("up; Ctrl-C stops it");
                Environment.of(here).print(console);
                cleanup.stoppingIsFine();
                throw new CliException(machine.failure().join());
            }
        }
    }
}
