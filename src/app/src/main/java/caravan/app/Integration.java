package caravan.app;

import caravan.loop.usecase.UseCaseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The integration's program: the loop's routes over the three systems. */
@Command(
        name = "caravan-app",
        mixinStandardHelpOptions = true,
        version = "Caravan 0.1.0",
        description = "Runs the loop's routes until it is told to stop.")
public final class Integration implements Callable<Integer> {
    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "application.properties; the environment has precedence.")
    private Path settingsFile;

    @Option(
            names = "--libs",
            paramLabel = "DIR",
            description = "Folder of jars and classes with routes in the Java DSL.")
    private Path libs;

    @Option(names = "--lint", description = "Checks routes, kamelets and use cases, and runs nothing.")
    private boolean lint;

    @Option(names = "--routes", paramLabel = "DIR", description = "The folder to check; default as the settings say.")
    private Path routes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.read(Optional.ofNullable(settingsFile), System.getenv());
        if (lint) {
            Path folder = routes == null ? Path.of(settings.text(Setting.ROUTES)) : routes;
            return new Check(settings, folder).run(spec.commandLine().getOut());
        }
        Optional<Path> classes = Optional.ofNullable(libs).or(() -> settings.path(Setting.LIBS));
        Path home = Path.of(settings.text(Setting.HOME)).toAbsolutePath();
        try (Systems systems = Systems.of(settings, home);
                Runtime runtime = new Runtime(settings, systems, classes)) {
            return run(settings, runtime);
        }
    }

    private static int run(Settings settings, Runtime runtime) throws Exception {
        try {
            return runtime.run();
        } catch (Exception e) {
            List<String> found = new Check(settings, Path.of(settings.text(Setting.ROUTES))).findings();
            if (found.isEmpty()) {
                throw e;
            }
            throw new SettingsException(String.join("\n", found), e);
        }
    }

    /** Runs it; exit code 1 with a message where it cannot start. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Integration());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SettingsException || failure instanceof UseCaseException) {
                command.getErr().println(failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(line.execute(arguments));
    }
}
