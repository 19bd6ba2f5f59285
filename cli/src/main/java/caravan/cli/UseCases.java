package caravan.cli;

import caravan.loop.usecase.Nearest;
import caravan.loop.usecase.UseCase;
import caravan.loop.usecase.UseCaseException;
import caravan.loop.usecase.UseCaseReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The use cases of a folder, one file each. */
record UseCases(Path folder, List<UseCase> all) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

    /** The checkout's use cases, with the placeholders that a home's settings fill. */
    static UseCases of(Installation installation, Home home) {
        Properties settings = new Properties();
        if (Files.isRegularFile(home.settings())) {
            try (Reader in = Files.newBufferedReader(home.settings())) {
                settings.load(in);
            } catch (IOException e) {
                throw new CliException("cannot read " + home.settings() + ": " + e.getMessage(), e);
            }
        }
        return read(installation.useCases(), settings);
    }

    /**
     * Reads every file of the folder.
     *
     * @param values of placeholders such as {@code {{caravan.code.git}}}; one without a value stands for itself
     */
    static UseCases read(Path folder, Properties values) {
        List<UseCase> all = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                all.add(UseCaseReader.read(file.toString(), filled(Files.readString(file), values)));
            } catch (UseCaseException e) {
                problems.add(e.getMessage());
            } catch (IOException e) {
                throw new CliException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        if (!problems.isEmpty()) {
            throw new CliException("a use case is wrong:\n" + String.join("\n", problems));
        }
        if (all.isEmpty()) {
            throw new CliException("there is no use case in " + folder + ": it holds one .yaml file for each");
        }
        return new UseCases(folder, List.copyOf(all));
    }

    private static String filled(String text, Properties values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getProperty(found.group(1), found.group(1))));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches("[^.].*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CliException("cannot read the use cases in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The one of that name; without a name the only one there is.
     *
     * @throws IllegalArgumentException where the name is unknown, or missing beside several use cases
     */
    UseCase named(Optional<String> name) {
        List<String> names = all.stream().map(UseCase::name).toList();
        if (name.isEmpty()) {
            if (all.size() > 1) {
                throw new IllegalArgumentException(
                        "which use case? say --use-case with one of: " + String.join(", ", names));
            }
            return all.get(0);
        }
        return all.stream().filter(u -> u.name().equals(name.get())).findFirst().orElseThrow(() -> {
            String meant = Nearest.to(name.get(), names)
                    .map(n -> "did you mean " + n + "?")
                    .orElse("there are: " + String.join(", ", names));
            return new IllegalArgumentException("there is no use case '" + name.get() + "': " + meant);
        });
    }
}
