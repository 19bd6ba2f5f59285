package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.loop.usecase.UseCase;
import caravan.loop.usecase.UseCaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UseCasesTest {
    private static final String PETS =
            """
            name: pets
            data: {repo: pets}
            labels: {values: [cat, dog]}
            model: {name: pets}
            output: {repo: pets-model}
            code: {git: "{{caravan.code.git}}", folder: model, image: trial}
            deployment: {name: pets, image: server}
            """;

    @TempDir
    private Path folder;

    @Test
    void a_placeholder_is_filled_from_the_settings() throws IOException {
        write("pets.yaml", PETS);
        UseCases useCases = new UseCases(folder, settings(Map.of("CARAVAN_CODE_GIT", "file:///code.git")));
        assertThat(useCases.named("pets").map(UseCase::code).map(c -> c.git())).contains("file:///code.git");
        assertThat(useCases.deployed("default", "pets")).isPresent();
        assertThat(useCases.dataBranches()).containsOnlyKeys("pets");
    }

    @Test
    void a_placeholder_that_nothing_sets_is_named_with_its_line() throws IOException {
        write("pets.yaml", PETS);
        assertThatThrownBy(() -> new UseCases(folder, settings(Map.of())))
                .isInstanceOf(UseCaseException.class)
                .hasMessageContaining("pets.yaml:6: nothing sets {{caravan.code.git}}");
    }

    @Test
    void two_use_cases_cannot_share_what_only_one_may_write() throws IOException {
        write("pets.yaml", PETS.replace("{{caravan.code.git}}", "x"));
        write("zoo.yaml", PETS.replace("{{caravan.code.git}}", "x").replace("name: pets\ndata", "name: zoo\ndata"));
        assertThatThrownBy(() -> new UseCases(folder, settings(Map.of())))
                .hasMessageContaining("output repo default/pets-model belongs to")
                .hasMessageContaining("deployment default/pets belongs to")
                .hasMessageContaining("model pets belongs to");
    }

    @Test
    void a_wrong_file_leaves_the_use_cases_as_they_were() throws IOException {
        write("pets.yaml", PETS.replace("{{caravan.code.git}}", "x"));
        UseCases useCases = new UseCases(folder, settings(Map.of()));
        write(
                "pets.yaml",
                PETS.replace("{{caravan.code.git}}", "x").replace("model: {name: pets}", "modell: {name: pets}"));
        assertThatThrownBy(useCases::reload).hasMessageContaining("did you mean 'model'?");
        assertThat(useCases.named("pets")).isPresent();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.read(Optional.empty(), environment);
    }
}
