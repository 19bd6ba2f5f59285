package caravan.cli;

import caravan.loop.Commit;
import caravan.loop.usecase.UseCase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan put}. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = "Commits files, all in one commit. A folder goes with its name, as with cp -r. What follows shows"
                + " in status.")
final class PutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private UseCaseOption useCase = new UseCaseOption();

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*", description = "What to commit.")
    private List<Path> files;

    @Option(
            names = "--to",
            paramLabel = "PATH",
            defaultValue = "/",
            description = "The folder in the repo that they go to; default /.")
    private String to;

    @Override
    public Integer call() {
        Console console = Console.system();
        Putting putting;
        try {
            putting = Putting.of(files, to);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        Home here = home.home().running();
        UseCase chosen = useCase.choose(here);
        try (Systems systems = Systems.of(here)) {
            if (putting.encoded() > 0) {
                console.note(putting.encoded() + " names hold characters that Pachyderm refuses; these are written as"
                        + " %XX in the repo");
            }
            Commit commit = putting.write(systems.data(), chosen.data(), console);
            console.result("committed " + putting.size() + " to " + chosen.data() + " as " + commit.id());
        }
        return 0;
    }
}
