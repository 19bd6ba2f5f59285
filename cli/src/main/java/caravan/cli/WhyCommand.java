package caravan.cli;

import caravan.loop.usecase.UseCase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Where a version comes from: commits, files by hash, code, parent, how it did beside its parent,"
                + " experiment and checkpoint.")
final class WhyCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private UseCaseOption useCase = new UseCaseOption();

    @Parameters(paramLabel = "VERSION", description = "The version: its name, the first digits of it, or its number.")
    private String version;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Console console = Console.system();
        Home here = home.home().running();
        UseCase chosen = useCase.choose(here);
        try (Systems systems = Systems.of(here)) {
            Why why = new WhyReader(systems, chosen).read(version);
            if (json) {
                console.result(Json.write(why));
            } else {
                new WhyText(why).lines().forEach(console::result);
            }
        }
        return 0;
    }
}
