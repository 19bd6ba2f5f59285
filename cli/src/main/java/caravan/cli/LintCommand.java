package caravan.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan lint}: runs the integration's own check. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Checks routes, kamelets and use cases: each finding as file:line: what, and the nearest"
                + " right one.")
final class LintCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder to check; default the checkout's routes/.")
    private Path routes;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.find();
        Path folder = routes == null ? installation.routes() : routes;
        List<String> command = Installation.lean(
                installation.integrationJar(),
                "--lint",
                "--routes",
                folder.toAbsolutePath().toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor() == 0 ? 0 : 1;
    }
}
