package caravan.app;

import caravan.loop.Branch;
import caravan.loop.usecase.UseCase;
import caravan.loop.usecase.UseCaseException;
import caravan.loop.usecase.UseCaseReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The use cases of the folder, by name; their files are read again when they change. */
public final class UseCases {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

    private final Path folder;
    private final Settings settings;
    private volatile Map<String, UseCase> byName;

    /**
     * Reads the folder.
     *
     * @throws UseCaseException with every problem of every file
     */
    public UseCases(Path folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
        this.byName = read(folder, this::value);
    }

    /** Takes over what the files say now; where one is wrong everything stays as it was. */
    public void reload() {
        byName = read(folder, this::value);
    }

    /** All of them. */
    public Collection<UseCase> all() {
        return byName.values();
    }

    /** One by its name; empty where its file is gone. */
    public Optional<UseCase> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The use case that a deployment belongs to. */
    public Optional<UseCase> deployed(String namespace, String name) {
        return all().stream()
                .filter(u -> u.deployment().namespace().equals(namespace)
                        && u.deployment().name().equals(name))
                .findFirst();
    }

    private Optional<String> value(String key) {
        return Setting.of(key)
                .flatMap(settings::optional)
                .or(() -> Optional.ofNullable(settings.others().get(key)));
    }

    /**
     * Reads every {@code *.yaml} file of a folder.
     *
     * @param values of the placeholders {@code {{key}}}
     * @throws UseCaseException with every problem of every file
     */
    public static Map<String, UseCase> read(Path folder, Function<String, Optional<String>> values) {
        Map<String, UseCase> read = new TreeMap<>();
        Map<String, String> owners = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                UseCase useCase = UseCaseReader.read(file.toString(), filled(file, values));
                if (read.putIfAbsent(useCase.name(), useCase) != null) {
                    problems.add(file + ":1: another file has a use case named '" + useCase.name() + "' already");
                }
                unique(owners, "output repo " + useCase.output(), file, problems);
                unique(owners, "model " + useCase.model().name(), file, problems);
                unique(
                        owners,
                        "deployment " + useCase.deployment().namespace() + "/"
                                + useCase.deployment().name(),
                        file,
                        problems);
            } catch (UseCaseException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new UseCaseException(problems);
        }
        return read;
    }

    private static void unique(Map<String, String> owners, String what, Path file, List<String> problems) {
        String other = owners.putIfAbsent(what, file.toString());
        if (other != null) {
            problems.add(file + ":1: the " + what + " belongs to " + other + " already");
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UseCaseException(List.of(folder + ":1: there is no such folder of use cases"));
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UseCaseException(List.of(folder + ":1: the folder cannot be read: " + e.getMessage()));
        }
    }

    private static String filled(Path file, Function<String, Optional<String>> values) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UseCaseException(List.of(file + ":1: the file cannot be read: " + e.getMessage()));
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        List<String> problems = new ArrayList<>();
        while (matcher.find()) {
            Optional<String> value = values.apply(matcher.group(1));
            if (value.isEmpty()) {
                long line = text.substring(0, matcher.start()).lines().count();
                problems.add(file + ":" + Math.max(1, line) + ": nothing sets {{" + matcher.group(1)
                        + "}}: put it into application.properties");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
        }
        if (!problems.isEmpty()) {
            throw new UseCaseException(problems);
        }
        return matcher.appendTail(filled).toString();
    }

    /** The branch of each use case's data. */
    public Map<String, Branch> dataBranches() {
        return branches(UseCase::data);
    }

    /** The branch of each use case's output repo. */
    public Map<String, Branch> outputBranches() {
        return branches(UseCase::outputBranch);
    }

    private Map<String, Branch> branches(Function<UseCase, Branch> which) {
        Map<String, Branch> branches = new TreeMap<>();
        all().forEach(u -> branches.put(u.name(), which.apply(u)));
        return branches;
    }
}
