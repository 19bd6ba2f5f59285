package caravan.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every file that git keeps here. */
class CheckoutTest {
    private static final long MEBIBYTE = 1 << 20;

    /** Where packages come from is the matter of each machine's settings. */
    private static final List<List<String>> REGISTRIES = List.of(
            List.of("repo", "maven"),
            List.of("repo1", "maven"),
            List.of("pypi", "org"),
            List.of("pythonhosted", "org"),
            List.of("deb", "debian"),
            List.of("registry", "npmjs"),
            List.of("proxy", "golang"));

    private static List<Path> files;

    @BeforeAll
    static void list() throws Exception {
        assumeTrue(Files.exists(Checkout.ROOT.resolve(".git")), "needs a checkout of git, not a copy");
        Process git = new ProcessBuilder("git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard")
                .directory(Checkout.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).isZero();
        files = Stream.of(names.split("\0"))
                .map(Checkout.ROOT::resolve)
                .filter(Files::isRegularFile)
                .toList();
        assertThat(files).hasSizeGreaterThan(100);
    }

    @Test
    void no_file_is_larger_than_a_mebibyte() throws IOException {
        for (Path file : files) {
            assertThat(Files.size(file)).as("%s", file).isLessThanOrEqualTo(MEBIBYTE);
        }
    }

    @Test
    void no_file_names_a_folder_of_one_machine() throws IOException {
        assertThat(found("(?<![\\w.{}\"+-])/(work|root|home/[a-z]+)/[a-z]", ".*"))
                .isEmpty();
    }

    @Test
    void no_file_names_a_package_registrys_host() throws IOException {
        for (List<String> host : REGISTRIES) {
            assertThat(found("\\b" + String.join("\\.", host) + "\\b", ".*")).isEmpty();
        }
    }

    @Test
    void no_file_holds_a_private_key_or_a_signed_token() throws IOException {
        assertThat(found("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+[A-Za-z0-9+/=]{40}", ".*"))
                .isEmpty();
        assertThat(found("\\beyJ[A-Za-z0-9_-]{16,}\\.eyJ[A-Za-z0-9_-]{16,}\\.", ".*"))
                .isEmpty();
    }

    @Test
    void nothing_is_left_for_later_without_being_done() throws IOException {
        assertThat(found("\\b(TO" + "DO|FIX" + "ME)\\b|^<{7} |^>{7} ", ".*")).isEmpty();
        assertThat(found("@Dis" + "abled|assumeTrue\\(false", ".*\\.java")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caravan", ".ci/run", "bench/run"})
    void a_launcher_may_be_run(String name) {
        assertThat(Checkout.ROOT.resolve(name)).isExecutable();
    }

    /** {@code file:line: match} of each place. */
    private static List<String> found(String pattern, String names) throws IOException {
        Pattern wanted = Pattern.compile(pattern, Pattern.MULTILINE);
        List<String> places = new ArrayList<>();
        for (Path file : files) {
            if (!file.toString().matches(names)) {
                continue;
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            Matcher matcher = wanted.matcher(text);
            while (matcher.find()) {
                long line = 1
                        + text.substring(0, matcher.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                places.add(Checkout.ROOT.relativize(file) + ":" + line + ": " + matcher.group());
            }
        }
        return places;
    }
}
