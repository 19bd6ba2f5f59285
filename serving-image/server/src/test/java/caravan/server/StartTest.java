package caravan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    @TempDir
    private Path folder;

    private TinyVersion version;
    private Map<String, String> environment;

    @BeforeEach
    void prepare() throws Exception {
        version = TinyVersion.in(folder.resolve("version"));
        environment = version.environment(folder.resolve("cache"));
    }

    @Test
    void a_manifest_with_another_hash_is_not_served() {
        environment.put("CARAVAN_VERSION_SHA256", "ab".repeat(32));

        refused("version.json of the version has SHA-256 " + version.sha256() + " but must have abab");
    }

    @Test
    void a_file_that_was_changed_is_not_served() throws Exception {
        Files.write(version.folder().resolve("model.onnx"), new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);

        refused("model.onnx of the version has SHA-256", "it was changed after the training");
    }

    @Test
    void a_file_that_is_missing_is_named() throws Exception {
        Files.delete(version.folder().resolve("golden/0.jpg"));

        refused("golden/0.jpg of the version cannot be had");
    }

    @Test
    void a_version_that_answers_otherwise_than_at_its_training_is_not_served() throws Exception {
        byte[] golden = Files.readAllBytes(version.folder().resolve("golden/0.jpg"));
        version.golden(version.scores(golden).probabilities()[0] - 0.002);
        environment = version.environment(folder.resolve("cache"));

        refused("when it was trained: this machine computes otherwise");
    }

    @Test
    void a_setting_that_is_missing_or_wrong_is_named() {
        refusedWith("CARAVAN_VERSION_SHA256", "", "set the environment variable CARAVAN_VERSION_SHA256");
        refusedWith("CARAVAN_VERSION_URI", "http://x/y", "it must be pachyderm://");
        refusedWith("CARAVAN_VERSION_URI", "pachyderm://p/r@c/checkpoint", "CARAVAN_PACHYDERM_ADDRESS");
        refusedWith("CARAVAN_QUEUE", "0", "CARAVAN_QUEUE is 0; it must be between 1 and");
        refusedWith("CARAVAN_WORKERS", "two", "CARAVAN_WORKERS is no number");
        refusedWith(
                "PREDICTIVE_UNIT_PARAMETERS",
                "[{\"name\":\"logging\",\"value\":\"maybe\",\"type\":\"BOOL\"}]",
                "parameter logging of the graph's node is not of type BOOL");
    }

    @Test
    void a_parameter_of_the_graphs_node_wins_over_the_variable() {
        environment.put("CARAVAN_QUEUE", "3");
        environment.put(
                "PREDICTIVE_UNIT_PARAMETERS",
                "[{\"name\":\"logging\",\"value\":\"Yes\",\"type\":\"BOOL\"},{\"name\":\"queue\",\"value\":\"7\",\"type\":\"INT\"}]");

        Settings settings = Settings.of(environment);

        assertThat(settings.logging()).isTrue();
        assertThat(settings.queue()).isEqualTo(7);
    }

    @Test
    void a_restart_needs_the_cache_alone() throws Exception {
        ModelServer.start(Settings.of(environment)).close();
        try (var files = Files.walk(version.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        ModelServer.start(Settings.of(environment)).close();
    }

    @Test
    void a_damaged_file_in_the_cache_is_fetched_again() throws Exception {
        ModelServer.start(Settings.of(environment)).close();
        Path kept = folder.resolve("cache").resolve(version.hash("model.onnx"));
        Files.writeString(kept, "rotten");

        ModelServer.start(Settings.of(environment)).close();

        assertThat(Files.size(kept)).isEqualTo(Files.size(version.folder().resolve("model.onnx")));
        try (var files = Files.list(folder.resolve("cache"))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("part-"));
        }
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        try (ModelServer first = ModelServer.start(Settings.of(environment))) {
            environment.put("PREDICTIVE_UNIT_HTTP_SERVICE_PORT", String.valueOf(first.httpPort()));

            refused("port " + first.httpPort() + " of 127.0.0.1 cannot be used");
        }
    }

    private void refusedWith(String variable, String value, String message) {
        Map<String, String> changed = version.environment(folder.resolve("cache"));
        changed.put(variable, value);
        environment = changed;
        refused(message);
    }

    private void refused(String... messages) {
        assertThatThrownBy(() -> ModelServer.start(Settings.of(environment)).close())
                .isInstanceOf(StartException.class)
                .message()
                .contains(messages);
    }
}
