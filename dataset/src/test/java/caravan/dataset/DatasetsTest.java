package caravan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Path published;
    private String commit;

    @BeforeEach
    void publish() throws Exception {
        published = Files.createDirectories(folder.resolve("published/deep/photos"));
        photo(published, "data/cat.0.jpg", 1);
        photo(published, "delta/dog.0.jpg", 2);
        photo(folder.resolve("published"), "elsewhere/large.bin", 3);
        Path root = folder.resolve("published");
        git(root, "init", "--quiet", "-b", "main");
        git(root, "add", ".");
        git(root, "-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "--quiet", "-m", "photos");
        git(root, "config", "uploadpack.allowAnySHA1InWant", "true");
        git(root, "config", "uploadpack.allowFilter", "true");
        commit = git(root, "rev-parse", "HEAD").trim();
    }

    @Test
    void folders_that_were_given_win() throws Exception {
        Path data = photo(folder.resolve("mine"), "data/cat.7.jpg", 4).getParent();
        Path delta = photo(folder.resolve("mine"), "delta/cat.8.jpg", 5).getParent();
        Dataset dataset = datasets(Map.of(Datasets.VARIABLE, published.toString()))
                .obtain(Optional.of(data), Optional.of(delta), said::add);
        assertThat(dataset.kind()).isEqualTo(Dataset.Kind.OWN);
        assertThat(dataset.data()).isEqualTo(data);
        assertThatThrownBy(() -> datasets(Map.of()).obtain(Optional.of(data), Optional.empty(), said::add))
                .hasMessageContaining("--data and --delta belong together");
    }

    @Test
    void then_the_folder_that_the_environment_names() {
        Dataset dataset = datasets(Map.of(Datasets.VARIABLE, published.toString()))
                .obtain(Optional.empty(), Optional.empty(), said::add);
        assertThat(dataset.kind()).isEqualTo(Dataset.Kind.PHOTOS);
        assertThat(dataset.delta()).isEqualTo(published.resolve("delta"));
        assertThat(said).isEmpty();
    }

    @Test
    void then_the_published_commit_fetched_once_and_without_the_rest_of_the_repository() {
        Dataset dataset = datasets(Map.of()).obtain(Optional.empty(), Optional.empty(), said::add);
        assertThat(dataset.kind()).isEqualTo(Dataset.Kind.PHOTOS);
        assertThat(dataset.data().resolve("cat.0.jpg")).exists();
        assertThat(said).hasSize(1);
        assertThat(folder.resolve("cache")).isDirectoryNotContaining("glob:**fetching-*");
        Folders.delete(folder.resolve("published"));
        assertThat(datasets(Map.of())
                        .obtain(Optional.empty(), Optional.empty(), said::add)
                        .kind())
                .isEqualTo(Dataset.Kind.PHOTOS);
        assertThat(said).hasSize(1);
    }

    @Test
    void what_does_not_match_the_sums_is_not_used() throws Exception {
        PhotoList other = new PhotoList(
                List.of(new Photo("data/cat.0.jpg", "0".repeat(64))),
                folder.resolve("published").toUri().toString(),
                commit,
                "deep/photos");
        Datasets datasets = new Datasets(other, folder.resolve("cache"), Map.of(), Duration.ofSeconds(30));
        assertThatThrownBy(() -> datasets.fetched(said::add)).hasMessageContaining("is not the example");
        assertThat(folder.resolve("cache/photos")).doesNotExist();
    }

    @Test
    void pets_are_drawn_where_nothing_can_be_had_and_it_says_why() {
        Folders.delete(folder.resolve("published"));
        Dataset dataset = datasets(
                        Map.of(Datasets.VARIABLE, folder.resolve("nowhere").toString()))
                .obtain(Optional.empty(), Optional.empty(), said::add);
        assertThat(dataset.kind()).isEqualTo(Dataset.Kind.DRAWN);
        assertThat(Folders.pictures(dataset.data())).hasSize(124);
        assertThat(Folders.pictures(dataset.delta())).hasSize(96);
        assertThat(said).anyMatch(line -> line.contains("drawing pets") && line.contains("git fetch"));
    }

    private Datasets datasets(Map<String, String> environment) {
        PhotoList list = new PhotoList(
                List.of(
                        new Photo("data/cat.0.jpg", Sha256.of(new byte[] {1})),
                        new Photo("delta/dog.0.jpg", Sha256.of(new byte[] {2}))),
                folder.resolve("published").toUri().toString(),
                commit,
                "deep/photos");
        return new Datasets(list, folder.resolve("cache"), environment, Duration.ofSeconds(30));
    }

    private static Path photo(Path root, String path, int content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[] {(byte) content});
    }

    private static String git(Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
