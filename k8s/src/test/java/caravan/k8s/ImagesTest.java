package caravan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Dockerfiles, against the build that they take from and the manifests that run them. */
class ImagesTest {
    static Stream<Path> dockerfiles() {
        return Stream.of("src/app", "detectors/service", "serving-image", "model")
                .map(folder -> Checkout.ROOT.resolve(folder).resolve("Dockerfile"));
    }

    static Stream<Path> unprivileged() {
        return dockerfiles().filter(file -> !file.getParent().endsWith("model"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void what_an_image_copies_is_in_the_checkout_or_built_by_it(Path dockerfile) throws IOException {
        Path context = dockerfile.getParent().endsWith("model") ? dockerfile.getParent() : Checkout.ROOT;

        assertThat(copied(dockerfile)).isNotEmpty().allSatisfy(source -> {
            int target = source.indexOf("target/");
            if (target < 0) {
                assertThat(context.resolve(source)).exists();
            } else {
                Path module = context.resolve(source.substring(0, target));
                assertThat(module.resolve("program.properties"))
                        .as("%s is a program, whose libraries are laid beside its jar", module)
                        .exists();
                String built = source.substring(target + "target/".length()).replace("/", "");
                assertThat(built.equals("lib")
                                || Files.readString(module.resolve("pom.xml"))
                                        .contains("<finalName>" + built.replace(".jar", "") + "</finalName>"))
                        .as("%s is built", source)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("unprivileged")
    void an_image_runs_as_a_user_with_a_number_that_kubernetes_can_tell_is_not_root(Path dockerfile)
            throws IOException {
        assertThat(instructions(dockerfile, "USER")).containsExactly("65532:65532");
    }

    @Test
    void the_images_that_wait_run_with_the_collector_and_heap_of_the_front_door() throws IOException {
        String frontDoor = Files.readString(Checkout.ROOT.resolve("cli/src/main/java/caravan/cli/Installation.java"));
        List<String> lean = Pattern.compile("LEAN =\\s*List\\.of\\(([^)]*)\\)")
                .matcher(frontDoor)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",")))
                .map(flag -> flag.strip().replace("\"", ""))
                .toList();

        assertThat(lean).isNotEmpty();
        assertThat(String.join(" ", instructions(Checkout.ROOT.resolve("src/app/Dockerfile"), "ENTRYPOINT")))
                .contains(lean);
    }

    private static List<String> copied(Path dockerfile) throws IOException {
        return instructions(dockerfile, "COPY").stream()
                .map(arguments -> List.of(arguments.split("\\s+")))
                .flatMap(words -> words.subList(0, words.size() - 1).stream())
                .toList();
    }

    private static List<String> instructions(Path dockerfile, String name) throws IOException {
        return Files.readString(dockerfile)
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .toList();
    }
}
