package caravan.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know what: by class files for the integration's own rooms, by imports for those that are not on its class path. */
class RoomsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?(caravan\\.\\w+|org\\.apache\\.camel|ai\\.djl|io\\.grpc)\\.(\\w+)");

    /** Beside itself, each room may import these. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("src/loop", Set.of()),
            Map.entry("src/pachyderm", Set.of("caravan.loop", "caravan.proto", "io.grpc", "org.apache.camel")),
            Map.entry("src/determined", Set.of("caravan.loop", "org.apache.camel")),
            Map.entry("src/seldon", Set.of("caravan.loop", "org.apache.camel")),
            Map.entry(
                    "model",
                    Set.of(
                            "caravan.loop",
                            "caravan.pachyderm",
                            "caravan.determined",
                            "caravan.engine",
                            "caravan.statistics",
                            "ai.djl")),
            Map.entry("serving-image/engine", Set.of()),
            Map.entry(
                    "serving-image/server",
                    Set.of("caravan.engine", "caravan.pachyderm", "caravan.loop", "caravan.proto", "io.grpc")),
            Map.entry("detectors/statistics", Set.of()),
            Map.entry("detectors/service", Set.of("caravan.statistics", "caravan.pachyderm", "caravan.loop")),
            Map.entry("sandbox", Set.of("caravan.proto", "io.grpc")),
            Map.entry("dataset", Set.of()),
            Map.entry(
                    "cli",
                    Set.of(
                            "caravan.loop",
                            "caravan.pachyderm",
                            "caravan.determined",
                            "caravan.seldon",
                            "caravan.dataset")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("caravan.loop", "caravan.pachyderm", "caravan.determined", "caravan.seldon", "caravan.app");

    @Test
    void the_loop_knows_no_camel_no_system_and_no_library_that_talks() {
        classes()
                .that()
                .resideInAPackage("caravan.loop..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "caravan.loop..", "java..", "com.fasterxml.jackson..", "org.yaml.snakeyaml..", "org.slf4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("caravan.loop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void camel_is_known_in_a_clients_camel_package_only() {
        for (String system : List.of("pachyderm", "determined", "seldon")) {
            noClasses()
                    .that()
                    .resideInAPackage("caravan." + system)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.camel..", "caravan." + system + ".camel..")
                    .check(CLASSES);
        }
    }

    @Test
    void the_systems_do_not_know_each_other_nor_the_integration() {
        Map<String, List<String>> others = Map.of(
                "pachyderm", List.of("determined", "seldon"),
                "determined", List.of("pachyderm", "seldon"),
                "seldon", List.of("pachyderm", "determined"));
        others.forEach((system, rest) -> noClasses()
                .that()
                .resideInAPackage("caravan." + system + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("caravan.app..", "caravan." + rest.get(0) + "..", "caravan." + rest.get(1) + "..")
                .check(CLASSES));
    }

    @Test
    void every_other_room_imports_what_it_may_and_no_camel_package_of_a_client() throws IOException {
        for (Map.Entry<String, Set<String>> room : ROOMS.entrySet()) {
            Path sources = ROOT.resolve(room.getKey()).resolve("src/main/java");
            assertThat(sources).isDirectory();
            Set<String> own = packages(sources);
            Set<String> wrong = new TreeSet<>();
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    wrong.addAll(strangers(file, own, room.getValue()));
                }
            }
            assertThat(wrong).as("imports of " + room.getKey()).isEmpty();
        }
    }

    private static Set<String> packages(Path sources) throws IOException {
        try (Stream<Path> found = Files.list(sources.resolve("caravan"))) {
            return new TreeSet<>(found.map(f -> "caravan." + f.getFileName()).toList());
        }
    }

    private static Set<String> strangers(Path file, Set<String> own, Set<String> allowed) throws IOException {
        Set<String> strangers = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = IMPORT.matcher(line);
            if (matcher.find() && !own.contains(matcher.group(1))) {
                boolean component = matcher.group(1).startsWith("caravan.")
                        && matcher.group(2).equals("camel");
                if (component || !allowed.contains(matcher.group(1))) {
                    strangers.add(file.getFileName() + ": " + line);
                }
            }
        }
        return strangers;
    }
}
