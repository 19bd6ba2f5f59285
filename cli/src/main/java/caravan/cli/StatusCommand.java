package caravan.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "How every use case stands: data, training, versions, what serves, drift, and what went wrong.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "All of it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Console console = Console.system();
        Home here = home.home().running();
        UseCases useCases = UseCases.of(Installation.find(), here);
        try (Systems systems = Systems.of(here)) {
            Status status = new StatusReader(systems, useCases).read();
            if (json) {
                console.result(Json.write(status));
            } else {
                new StatusText(status, Instant.now()).lines().forEach(console::result);
            }
        }
        return 0;
    }
}
