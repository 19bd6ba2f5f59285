package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void the_environment_has_precedence_over_the_file_and_the_file_over_what_is_usual() throws IOException {
        Settings settings = read("caravan.poll = 2s\ncaravan.workers = 3\n", Map.of("CARAVAN_POLL", "250ms"));
        assertThat(settings.duration(Setting.POLL)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.number(Setting.WORKERS)).isEqualTo(3);
        assertThat(settings.duration(Setting.RESYNC)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void an_unknown_setting_is_refused_with_the_nearest_right_one() {
        assertThatThrownBy(() -> read("caravan.pachyderm.adress = x\n", Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("application.properties: unknown setting 'caravan.pachyderm.adress'")
                .hasMessageContaining("did you mean 'caravan.pachyderm.address'?");
    }

    @Test
    void a_wrong_value_is_refused_by_its_key() throws IOException {
        Settings settings = read("caravan.poll = soon\ncaravan.reload = maybe\ncaravan.port = http\n", Map.of());
        assertThatThrownBy(() -> settings.duration(Setting.POLL)).hasMessageContaining("caravan.poll is 'soon'");
        assertThatThrownBy(() -> settings.flag(Setting.RELOAD)).hasMessageContaining("must be true or false");
        assertThatThrownBy(() -> settings.number(Setting.PORT)).hasMessageContaining("whole number");
    }

    @Test
    void a_missing_one_is_named_with_its_variable_and_meaning() throws IOException {
        Settings settings = read("", Map.of());
        assertThatThrownBy(() -> settings.text(Setting.DETERMINED_USER_FILE))
                .hasMessageContaining("caravan.determined.user-file")
                .hasMessageContaining("CARAVAN_DETERMINED_USER_FILE")
                .hasMessageContaining("name of Caravan's user");
    }

    @Test
    void lines_of_camel_and_of_users_routes_are_kept() throws IOException {
        assertThat(read("camel.main.tracing = true\nmine = 1\n", Map.of()).others())
                .containsEntry("camel.main.tracing", "true")
                .containsEntry("mine", "1");
    }

    private Settings read(String lines, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, lines);
        return Settings.read(Optional.of(file), environment);
    }
}
