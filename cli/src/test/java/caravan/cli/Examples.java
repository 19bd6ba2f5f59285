package caravan.cli;

import caravan.loop.usecase.UseCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Use cases for tests. */
final class Examples {
    private Examples() {}

    static String text(String name, String output) {
        return """
                name: %s
                data: {repo: %s-data}
                labels: {values: [cat, dog]}
                model: {name: %s}
                output: {repo: %s}
                code: {git: "{{caravan.code.git}}", folder: model, image: caravan/trial}
                deployment: {name: %s, image: caravan/server}
                """
                .formatted(name, name, name, output, name);
    }

    static UseCase useCase(Path folder) {
        return write(folder, "pets", "pets-model").all().get(0);
    }

    static UseCases write(Path folder, String name, String output) {
        try {
            Path useCases = Files.createDirectories(folder.resolve("use-cases"));
            Files.writeString(useCases.resolve(name + ".yaml"), text(name, output));
            return UseCases.read(useCases, new Properties());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
