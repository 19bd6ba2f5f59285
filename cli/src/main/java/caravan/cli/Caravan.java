package caravan.cli;

import caravan.dataset.DatasetException;
import caravan.loop.port.SystemException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The front door. Exit codes: 0 done, 1 a step failed, 2 wrong usage. */
@Command(
        name = "caravan",
        mixinStandardHelpOptions = true,
        version = "Caravan 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "Turns every commit of data into a trained, judged, deployed and watched model.",
        footer = {
            "",
            "Exit codes: 0 done, 1 a step failed (the message says which, why and what to do), 2 wrong usage.",
            "Completion for bash and zsh: source <(./caravan generate-completion)"
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            StatusCommand.class,
            PutCommand.class,
            PredictCommand.class,
            WhyCommand.class,
            RollbackCommand.class,
            LintCommand.class,
            DatasetCommand.class,
            BackboneCommand.class,
            GenerateCompletion.class,
            HelpCommand.class
        })
public final class Caravan implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Caravan());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ParameterException usage) {
                throw usage;
            }
            command.getErr().println("caravan: " + message(failure));
            if (System.getenv("CARAVAN_DEBUG") != null) {
                failure.printStackTrace(command.getErr());
            }
            command.getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    private static String message(Exception failure) {
        if (failure instanceof CliException || failure instanceof DatasetException) {
            return failure.getMessage();
        }
        if (failure instanceof SystemException system) {
            return system.system() + ": " + system.getMessage()
                    + switch (system.kind()) {
                        case UNAVAILABLE -> " (is it running? ./caravan status, and the logs under --home)";
                        case UNAUTHENTICATED, FORBIDDEN -> " (see credentials/ under --home)";
                        default -> "";
                    };
        }
        return "this should not have happened: " + failure + " (with CARAVAN_DEBUG=1 it says where)";
    }
}
