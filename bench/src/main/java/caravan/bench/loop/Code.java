package caravan.bench.loop;

import caravan.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository whose folder {@code model} is the checkout's training program, as far as the integration reads it. */
final class Code {
    private Code() {}

    static Path repository(Installation installation, Path folder) throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.copy(installation.root().resolve("model/const.yaml"), model.resolve("const.yaml"));
        git(folder, "init", "--quiet");
        git(folder, "add", "model");
        git(folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "--quiet", "-m", "Bench");
        return folder;
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new BenchException("git " + arguments[0] + " ended with exit code " + code);
        }
    }
}
