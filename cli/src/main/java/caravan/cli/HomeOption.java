package caravan.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --home}, which every command takes. */
final class HomeOption {
    @Option(names = "--home", paramLabel = "DIR", description = "Folder that holds all state; default ~/.caravan.")
    private Path home;

    Home home() {
        return new Home(Optional.ofNullable(home).orElseGet(HomeOption::standard));
    }

    static Path standard() {
        return Path.of(System.getProperty("user.home"), ".caravan");
    }
}
