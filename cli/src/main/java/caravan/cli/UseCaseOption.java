package caravan.cli;

import caravan.loop.usecase.UseCase;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --use-case}, which commands take that are about one of them. */
final class UseCaseOption {
    private static final String EXAMPLE = "dogs-and-cats";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--use-case",
            paramLabel = "NAME",
            description = "Which one, by the name in its file; needed where there are several.")
    private String name;

    /** The use case that is meant, as the settings of that home have it. */
    UseCase choose(Home home) {
        return choose(UseCases.of(Installation.find(), home), Optional.ofNullable(name));
    }

    /** The same, but without a name the example's comes before others. */
    UseCase chooseForDemo(Home home) {
        UseCases all = UseCases.of(Installation.find(), home);
        Optional<String> example =
                all.all().stream().map(UseCase::name).filter(EXAMPLE::equals).findFirst();
        return choose(all, Optional.ofNullable(name).or(() -> example));
    }

    private UseCase choose(UseCases all, Optional<String> named) {
        try {
            return all.named(named);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }
}
