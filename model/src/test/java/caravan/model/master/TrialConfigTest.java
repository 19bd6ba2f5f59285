package caravan.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.loop.Repo;
import caravan.model.TrialException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialConfigTest {
    private static final String CONFIG =
            """
            {"data": {
               "pachyderm": {"host": "h", "port": 30650, "tls": %s, "project": "p", "repo": "pets", "branch": "b",
                             "commit": "c2", "previous_commit": null %s},
               "caravan": {"plan": "p/out@o1:/plan.gz", "sha256": "ab", "labels": ["cat", "dog"],
                           "parent_version": null, "holdout_minimum": 5}},
             "checkpoint_storage": {"type": "%s", "container_path": "%s", "host_path": "%s"},
             "hyperparameters": {"lambda": {"type": "const", "val": 7}, "seed": 3}}
            """;

    @TempDir
    Path folder;

    private JsonNode config(String tls, String more, String storage) throws Exception {
        return new ObjectMapper().readTree(CONFIG.formatted(tls, more, storage, folder, folder));
    }

    @Test
    void the_keys_of_the_loop_are_read() throws Exception {
        TrialConfig config = TrialConfig.of(config("false", "", "directory"));
        assertThat(config.address()).isEqualTo("grpc://h:30650");
        assertThat(config.branch().repo()).isEqualTo(new Repo("p", "pets"));
        assertThat(config.commit()).contains("c2");
        assertThat(config.previousCommit()).isEmpty();
        assertThat(config.parentVersion()).isEmpty();
        assertThat(config.plan().orElseThrow().path()).isEqualTo("/plan.gz");
        assertThat(config.holdoutMinimum()).isEqualTo(5);
        assertThat(config.hyperparameters().learning(false).pull()).isEqualTo(7);
        assertThat(config.hyperparameters().learning(false).seed()).isEqualTo(3);
        assertThat(TrialConfig.of(config("true", "", "directory")).address()).isEqualTo("grpcs://h:30650");
    }

    @Test
    void a_token_in_the_config_is_refused_with_what_to_change() throws Exception {
        JsonNode config = config("false", ", \"token\": \"s3cret\"", "directory");
        assertThatThrownBy(() -> TrialConfig.of(config))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("data.pachyderm.token")
                .hasMessageContaining("Remove the line")
                .hasMessageContaining("CARAVAN_PACHYDERM_TOKEN_FILE")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_missing_key_is_named() throws Exception {
        assertThatThrownBy(() -> TrialConfig.of(new ObjectMapper()
                        .readTree("{\"data\":{\"pachyderm\":{},\"caravan\":{\"labels\":[\"a\",\"b\"]}}}")))
                .isInstanceOf(TrialException.class)
                .hasMessage("data.pachyderm.host is missing in the config");
        assertThatThrownBy(() -> TrialEnvironment.of(Map.of()))
                .isInstanceOf(TrialException.class)
                .hasMessageStartingWith("DET_MASTER is not set");
    }

    @Test
    void checkpoints_are_kept_in_the_configured_folder() throws Exception {
        for (String type : new String[] {"directory", "shared_fs"}) {
            CheckpointStorage storage = CheckpointStorage.of(config("false", "", type));
            Path checkpoint = storage.create("u-" + type);
            assertThat(checkpoint).isEqualTo(folder.resolve("u-" + type));
            assertThat(storage.find("u-" + type)).isEqualTo(Optional.of(checkpoint));
            Files.createFile(checkpoint.resolve("file"));
            CheckpointStorage.discard(checkpoint);
            assertThat(storage.find("u-" + type)).isEmpty();
        }
        assertThatThrownBy(() -> CheckpointStorage.of(config("false", "", "s3")))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("\"s3\"");
    }
}
