package caravan.app.lint;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** Checks a folder of routes, kamelets and use cases. It reads files and nothing else. */
public final class Lint {
    private final Map<String, Class<?>> beans;
    private final Set<String> settings;

    /**
     * Knows what routes may name.
     *
     * @param beans the registry's names and types
     * @param settings keys that placeholders may name
     */
    public Lint(Map<String, Class<?>> beans, Set<String> settings) {
        this.beans = Map.copyOf(beans);
        this.settings = Set.copyOf(settings);
    }

    /** Everything that is wrong, by file and line. */
    public List<Finding> check(Path routes) {
        List<Finding> all = new ArrayList<>();
        if (!Files.isDirectory(routes)) {
            return List.of(new Finding(routes, 1, "there is no such folder"));
        }
        Names names = new Names(beans, settings);
        List<YamlFile> files = read(routes, ".camel.yaml", all);
        List<KameletFile> kamelets = read(routes.resolve("kamelets"), KameletFile.SUFFIX, all).stream()
                .map(KameletFile::new)
                .toList();
        kamelets.forEach(k -> names.declareKamelet(k.name(), k.interfaceOf()));
        files.forEach(f -> declareBeans(f, names));
        RouteFile checker = new RouteFile(new Schema(), new Endpoints(names), new Expressions(), names);
        files.forEach(checker::check);
        kamelets.forEach(k -> k.check(checker));
        return all.stream().sorted().toList();
    }

    /** Writes the findings, one a line; the exit code is 1 where there are any. */
    public int run(Path routes, PrintWriter out) {
        List<Finding> found = check(routes);
        found.forEach(out::println);
        out.println(
                found.isEmpty()
                        ? routes + ": nothing wrong"
                        : found.size() + (found.size() == 1 ? " finding" : " findings"));
        out.flush();
        return found.isEmpty() ? 0 : 1;
    }

    private static void declareBeans(YamlFile file, Names names) {
        for (Node entry : Mapping.items(file.root())) {
            for (Node bean : Mapping.of(entry).get("beans").map(Mapping::items).orElse(List.of())) {
                Mapping declared = Mapping.of(bean);
                declared.text("name")
                        .ifPresent(
                                n -> names.declareBean(n, declared.text("type").orElse("")));
            }
        }
    }

    private static List<YamlFile> read(Path folder, String suffix, List<Finding> all) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(f -> f.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .flatMap(f -> YamlFile.read(f, all).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
        }
    }
}
