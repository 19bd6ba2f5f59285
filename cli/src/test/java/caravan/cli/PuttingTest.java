package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PuttingTest {
    @TempDir
    Path folder;

    @BeforeEach
    void files() throws Exception {
        Files.createDirectories(folder.resolve("cat/old"));
        Files.createDirectories(folder.resolve("other"));
        Files.write(folder.resolve("cat/1.jpg"), new byte[1000]);
        Files.write(folder.resolve("cat/old/2 ü.jpg"), new byte[500]);
        Files.write(folder.resolve("cat/.hidden"), new byte[1]);
        Files.write(folder.resolve("other/1.jpg"), new byte[1]);
    }

    @Test
    void a_folder_goes_with_its_name_and_without_hidden_files() {
        Putting putting = Putting.of(List.of(folder.resolve("cat")), "/");
        assertThat(putting.files()).containsOnlyKeys("/cat/1.jpg", "/cat/old/2 %C3%BC.jpg");
        assertThat(putting.encoded()).isEqualTo(1);
        assertThat(putting.size()).isEqualTo("2 files (1.5 kB)");
    }

    @Test
    void files_go_to_the_folder_that_is_asked_for() {
        Putting putting = Putting.of(List.of(folder.resolve("cat/1.jpg")), "a//b/");
        assertThat(putting.files()).containsOnlyKeys("/a/b/1.jpg");
    }

    @Test
    void names_that_differ_here_differ_in_the_repo() {
        assertThat(RepoPath.of("/ü+%C3.jpg")).isEqualTo("/%C3%BC%2B%25C3.jpg");
        assertThat(RepoPath.of("/a b~c,d;e=f&g'h:i\\j.jpg")).isEqualTo("/a b~c,d;e=f&g'h:i\\j.jpg");
    }

    @Test
    void two_files_with_one_path_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Putting.of(List.of(folder.resolve("cat/1.jpg"), folder.resolve("other/1.jpg")), "/"))
                .withMessageContaining("/1.jpg");
    }

    @Test
    void a_file_named_twice_goes_once() {
        Path file = folder.resolve("cat/1.jpg");
        assertThat(Putting.of(List.of(file, file), "/").files()).hasSize(1);
    }

    @Test
    void a_path_out_of_the_repo_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Putting.of(List.of(folder.resolve("cat/1.jpg")), "/a/../../b"));
    }

    @Test
    void an_empty_folder_is_refused() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Putting.of(List.of(empty), "/"))
                .withMessageContaining("holds no files");
    }
}
