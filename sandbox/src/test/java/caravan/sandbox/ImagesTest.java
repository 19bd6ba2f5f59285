package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {

    @TempDir
    Path folder;

    @Test
    void an_image_is_found_whatever_its_tag_or_digest() throws Exception {
        Path file = folder.resolve("images.yaml");
        Files.writeString(
                file,
                """
                images:
                  caravan/trial: {path: [/opt/trial], environment: {A: b, N: 3}}
                  localhost:5000/server: {command: [java, -jar, s.jar]}
                """);
        Images images = Images.read(file);
        assertThat(images.find("caravan/trial:0.1")).get().satisfies(image -> {
            assertThat(image.path()).containsExactly("/opt/trial");
            assertThat(image.environment()).containsEntry("A", "b").containsEntry("N", "3");
        });
        assertThat(images.find("localhost:5000/server@sha256:12")).get().satisfies(image -> assertThat(image.command())
                .containsExactly("java", "-jar", "s.jar"));
        assertThat(images.find("other")).isEmpty();
    }

    @Test
    void an_unknown_key_is_refused_by_name() throws Exception {
        Path file = folder.resolve("images.yaml");
        Files.writeString(file, "images: {a/b: {comand: [x]}}");
        assertThatThrownBy(() -> Images.read(file)).hasMessageContaining("images.a/b.comand");
    }
}
