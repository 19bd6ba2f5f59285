package caravan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoListTest {
    private final PhotoList list = PhotoList.example();

    @Test
    void the_example_is_two_arrivals_of_equally_many_cats_and_dogs() {
        assertThat(count("data/cat.")).isEqualTo(62);
        assertThat(count("data/dog.")).isEqualTo(62);
        assertThat(count("delta/cat.")).isEqualTo(48);
        assertThat(count("delta/dog.")).isEqualTo(48);
        assertThat(list.photos()).hasSize(220);
    }

    @Test
    void no_two_photos_have_one_path_or_one_content() {
        Set<String> seen = new HashSet<>();
        list.photos().forEach(photo -> {
            assertThat(seen.add(photo.path())).as(photo.path()).isTrue();
            assertThat(seen.add(photo.sha256())).as(photo.sha256()).isTrue();
            assertThat(photo.sha256()).matches("[0-9a-f]{64}");
        });
    }

    @Test
    void their_origin_is_one_commit_of_a_public_repository() {
        assertThat(list.repository()).startsWith("https://");
        assertThat(list.commit()).matches("[0-9a-f]{40}");
        assertThat(list.folder()).isNotBlank().doesNotStartWith("/");
    }

    @Test
    void a_photo_that_was_changed_is_named(@TempDir Path root) throws Exception {
        PhotoList one =
                new PhotoList(List.of(new Photo("data/cat.0.jpg", Sha256.of(new byte[] {1, 2, 3}))), "r", "c", "f");
        Files.createDirectory(root.resolve("data"));
        assertThat(one.mismatch(root))
                .hasValueSatisfying(what -> assertThat(what).contains("cat.0.jpg is missing"));
        Files.write(root.resolve("data/cat.0.jpg"), new byte[] {1, 2, 3});
        assertThat(one.mismatch(root)).isEmpty();
        Files.write(root.resolve("data/cat.0.jpg"), new byte[] {1, 2, 4});
        assertThat(one.mismatch(root))
                .hasValueSatisfying(what -> assertThat(what).contains("cat.0.jpg has SHA-256"));
    }

    private long count(String prefix) {
        return list.photos().stream().filter(p -> p.path().startsWith(prefix)).count();
    }
}
