package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.loop.PlannedFile;
import caravan.loop.port.SystemException;
import caravan.model.data.Archives;
import caravan.model.data.PachydermHashes;
import caravan.model.data.Sha256;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private GivenFiles pachyderm;
    private Path token;
    private Path backbone;

    @BeforeEach
    void start() throws IOException {
        pachyderm = new GivenFiles();
        token = Files.writeString(folder.resolve("token"), GivenFiles.TOKEN + "\n");
        backbone = Patches.backbone(folder.resolve("backbone.onnx"));
    }

    @AfterEach
    void stop() {
        pachyderm.close();
    }

    /** Commits the pictures of these numbers with a plan of them; the experiment's config. */
    private ObjectNode commit(String id, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, byte[]> file : Patches.files(from, to).entrySet()) {
            pachyderm.files.put("pets@" + id + ":" + file.getKey(), file.getValue());
            lines.append(JSON.writeValueAsString(new PlannedFile(
                            file.getKey(),
                            PachydermHashes.of(file.getValue()),
                            file.getValue().length,
                            file.getKey().substring(1, 4))))
                    .append('\n');
        }
        byte[] plan = Archives.gzip(lines.toString().getBytes(StandardCharsets.UTF_8));
        pachyderm.files.put("out@plan-" + id + ":/plan", plan);
        ObjectNode config = JSON.createObjectNode();
        config.putObject("checkpoint_storage")
                .put("type", "directory")
                .put("container_path", folder.resolve("checkpoints").toString());
        ObjectNode data = config.putObject("data");
        data.putObject("pachyderm")
                .put("host", "127.0.0.1")
                .put("port", pachyderm.port())
                .put("repo", "pets")
                .put("commit", id);
        data.putObject("caravan")
                .put("plan", "default/out@plan-" + id + ":/plan")
                .put("sha256", Sha256.hex(plan))
                .putArray("labels")
                .add("cat")
                .add("dog");
        return config;
    }

    private Ending run(GivenMaster master, ObjectNode config, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of(
                "DET_MASTER", master.address(),
                "DET_SESSION_TOKEN", "allocation",
                "DET_USER_TOKEN", "user",
                "DET_TRIAL_ID", "1",
                "DET_TRIAL_RUN_ID", "1",
                "DET_TASK_ID", "1.t",
                "DET_ALLOCATION_ID", "1.t.1",
                "DET_EXPERIMENT_CONFIG", config.toString(),
                "CARAVAN_BACKBONE", backbone.toString()));
        variables.put("CARAVAN_PACHYDERM_TOKEN_FILE", token.toString());
        variables.putAll(more);
        return Trial.run(variables);
    }

    @Test
    void a_version_and_its_fork_whose_parent_comes_from_the_master() throws Exception {
        ObjectNode first = commit("c1", 0, 120);
        String parent;
        try (GivenMaster master = new GivenMaster(folder)) {
            Ending ending = run(master, first, Map.of());
            assertThat(ending).isInstanceOf(Ending.Trained.class);
            parent = ((Ending.Trained) ending).checkpoint();
            assertThat(master.requests.get(0).line()).isEqualTo("POST /api/v1/runs/start");
            assertThat(master.checkpoint().path("uuid").asText()).isEqualTo(parent);
            assertThat(master.caravan().path("files").asInt()).isEqualTo(120);
        }
        Files.move(folder.resolve("checkpoints"), folder.resolve("elsewhere"));
        ObjectNode second = commit("c2", 120, 180);
        second.withObject("/data/caravan").put("parent_version", "c1");
        pachyderm.read.clear();
        try (GivenMaster master = new GivenMaster(folder.resolve("elsewhere"))) {
            assertThat(run(master, second, Map.of("DET_LATEST_CHECKPOINT", parent)))
                    .isInstanceOf(Ending.Trained.class);
            assertThat(master.requests).extracting(GivenMaster.Request::line).contains("GET /checkpoints/" + parent);
            assertThat(master.caravan().path("files").asInt()).isEqualTo(60);
            assertThat(master.caravan().path("parent_right").isInt()).isTrue();
        }
        assertThat(pachyderm.read).hasSize(61);
    }

    @Test
    void a_run_after_all_work_was_done_does_nothing() throws Exception {
        ObjectNode config = commit("c1", 0, 120);
        try (GivenMaster master = new GivenMaster(folder)) {
            String own = ((Ending.Trained) run(master, config, Map.of())).checkpoint();
            int reported = master.requests.size();
            assertThat(run(master, config, Map.of("DET_LATEST_CHECKPOINT", own, "DET_STEPS_COMPLETED", "300")))
                    .isEqualTo(new Ending.Done());
            assertThat(master.requests).hasSize(reported + 1);
        }
    }

    @Test
    void a_file_that_is_not_what_was_planned_fails_the_trial() throws Exception {
        ObjectNode config = commit("c1", 0, 120);
        pachyderm.files.put("pets@c1:/cat.4.png", Patches.png(6));
        try (GivenMaster master = new GivenMaster(folder)) {
            assertThatThrownBy(() -> run(master, config, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("/cat.4.png of default/pets@c1 cannot be fetched")
                    .hasMessageContaining("planned");
            assertThat(master.requests)
                    .extracting(GivenMaster.Request::line)
                    .doesNotContain("POST /api/v1/checkpoints");
        }
        assertThat(folder.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void a_refused_token_fails_the_trial_without_showing_it() throws Exception {
        ObjectNode config = commit("c1", 0, 120);
        Files.writeString(token, "stale-s3cret");
        try (GivenMaster master = new GivenMaster(folder)) {
            assertThatThrownBy(() -> run(master, config, Map.of()))
                    .isInstanceOf(SystemException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void a_parent_without_a_checkpoint_is_refused() throws Exception {
        ObjectNode config = commit("c1", 0, 120);
        config.withObject("/data/caravan").put("parent_version", "c0");
        try (GivenMaster master = new GivenMaster(folder)) {
            assertThatThrownBy(() -> run(master, config, Map.of()))
                    .isInstanceOf(TrialException.class)
                    .hasMessageContaining("source_checkpoint_uuid");
        }
    }
}
