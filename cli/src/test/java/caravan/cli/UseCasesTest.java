package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import caravan.loop.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UseCasesTest {
    @TempDir
    Path folder;

    @Test
    void the_only_use_case_needs_no_name() {
        assertThat(Examples.write(folder, "pets", "pets-model")
                        .named(Optional.empty())
                        .name())
                .isEqualTo("pets");
    }

    @Test
    void of_several_one_must_be_named() {
        Examples.write(folder, "pets", "pets-model");
        UseCases both = Examples.write(folder, "birds", "birds-model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> both.named(Optional.empty()))
                .withMessageContaining("birds, pets");
        assertThat(both.named(Optional.of("pets")).name()).isEqualTo("pets");
    }

    @Test
    void an_unknown_name_is_answered_with_the_nearest() {
        UseCases pets = Examples.write(folder, "pets", "pets-model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pets.named(Optional.of("pest")))
                .withMessageContaining("did you mean pets?");
    }

    @Test
    void a_wrong_file_is_named_with_its_line() throws Exception {
        Files.writeString(folder.resolve("bad.yaml"), "name: bad\ndtaa: {repo: x}\n");
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> UseCases.read(folder, new Properties()))
                .withMessageContaining("bad.yaml:2");
    }

    @Test
    void a_placeholder_is_filled_by_the_settings() throws Exception {
        Files.writeString(
                folder.resolve("pets.yaml"), Examples.text("pets", "x").replace("repo: x", "repo: '{{out}}'"));
        Properties settings = new Properties();
        settings.setProperty("out", "filled");
        assertThat(UseCases.read(folder, settings).all().get(0).output()).isEqualTo(new Repo("default", "filled"));
    }

    @Test
    void rights_on_a_repo_that_is_ones_output_and_anothers_data_add_up() {
        Examples.write(folder, "pets", "birds-data");
        UseCases both = Examples.write(folder, "birds", "birds-model");
        assertThat(Provisioning.rights(both.all()).get(new Repo("default", "birds-data")))
                .isEqualTo(Map.of(
                        "robot:seldon",
                        Set.of("repoReader", "repoWriter"),
                        "robot:trial",
                        Set.of("repoReader"),
                        "robot:server",
                        Set.of("repoReader")));
    }

    @Test
    void the_integration_may_not_write_data_and_the_server_not_read_it() {
        UseCases pets = Examples.write(folder, "pets", "pets-model");
        assertThat(Provisioning.rights(pets.all()).get(new Repo("default", "pets-data")))
                .isEqualTo(Map.of("robot:seldon", Set.of("repoReader"), "robot:trial", Set.of("repoReader")));
    }
}
