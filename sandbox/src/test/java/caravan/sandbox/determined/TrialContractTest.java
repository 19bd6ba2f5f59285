package caravan.sandbox.determined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trials that are processes, through the whole contract. */
@Timeout(120)
class TrialContractTest {

    @TempDir
    static Path folder;

    private static GivenMaster master;
    private static MasterClient client;

    @BeforeAll
    static void start() {
        master = new GivenMaster(folder);
        client = master.user();
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    @Test
    void a_trial_that_reports_and_exits_well_completes_its_experiment() throws Exception {
        int id = client.create(MasterClient.config("train", "3"), false);
        assertThat(client.state(id)).isEqualTo("STATE_PAUSED");
        client.verb(id, "activate");
        client.until(id, "STATE_COMPLETED");

        JsonNode trial = client.trial(id);
        assertThat(trial.path("state").asText()).isEqualTo("STATE_COMPLETED");
        assertThat(trial.path("bestValidation")
                        .path("metrics")
                        .path("avgMetrics")
                        .path("accuracy")
                        .asDouble())
                .isEqualTo(0.3);
        JsonNode checkpoint = client.get("/api/v1/experiments/" + id
                        + "/checkpoints?sortByAttr=SORT_BY_SEARCHER_METRIC&states=STATE_COMPLETED&limit=0")
                .ok()
                .path("checkpoints")
                .path(0);
        assertThat(checkpoint.path("training").path("searcherMetric").asDouble())
                .isEqualTo(0.3);
        assertThat(files(checkpoint.path("uuid").asText()))
                .containsEntry("model.txt", "w1")
                .containsKey("sub/metadata.json")
                .hasSize(2);
        String report = client.get("/api/v1/trials/metrics/trial_metrics?group=caravan&trialIds="
                        + trial.path("id").asInt())
                .text();
        assertThat(report).contains("\"outcome\":\"trained\"").endsWith("}\n");
        assertThat(client.log(id))
                .anyMatch(line -> line.endsWith("|| INFO: run 1 from nothing at 0"))
                .anyMatch(line -> line.endsWith("trained 3"));
        assertThat(client.experiment(id).path("progress").asDouble()).isEqualTo(1);
    }

    @Test
    void a_fork_has_its_parents_code_and_begins_from_the_checkpoint_that_its_config_names() throws Exception {
        int parent = client.create(MasterClient.config("train", "1"), true);
        client.until(parent, "STATE_COMPLETED");
        String uuid = checkpoint(parent);
        ObjectNode config = MasterClient.config("train", "2");
        config.withObject("/searcher").put("source_checkpoint_uuid", uuid);
        int child = client.post(
                        "/api/v1/experiments",
                        Map.of(
                                "config",
                                config.toString(),
                                "activate",
                                true,
                                "parentId",
                                parent,
                                "modelDefinition",
                                MasterClient.files("other")))
                .ok()
                .path("experiment")
                .path("id")
                .asInt();
        client.until(child, "STATE_COMPLETED");
        assertThat(client.experiment(child).path("forkedFrom").asInt()).isEqualTo(parent);
        assertThat(client.log(child)).anyMatch(line -> line.endsWith("run 1 from " + uuid + " at 0"));
        assertThat(files(checkpoint(child))).containsEntry("model.txt", "w1");
    }

    @Test
    void a_trial_that_crashes_ends_in_error_with_its_last_words_in_the_log() {
        int id = client.create(MasterClient.config("crash"), true);
        client.until(id, "STATE_ERROR");
        assertThat(client.log(id))
                .anyMatch(line -> line.endsWith("|| ERROR: no such luck"))
                .anyMatch(line -> line.endsWith("container failed with non-zero exit code: 3"));
        assertThat(client.trial(id).path("restarts").asInt()).isZero();
    }

    @Test
    void a_trial_that_crashes_with_restarts_left_goes_on_from_its_own_checkpoint() {
        int id = client.create(MasterClient.config("crash-once").put("max_restarts", 1), true);
        client.until(id, "STATE_COMPLETED");
        assertThat(client.trial(id).path("restarts").asInt()).isEqualTo(1);
        assertThat(client.log(id)).anyMatch(line -> line.matches(".*run 2 from [0-9a-f-]{36} at 1"));
    }

    @Test
    void a_program_that_is_not_there_and_an_unknown_image_end_in_error() {
        ObjectNode config = MasterClient.config("train", "1");
        config.putArray("entrypoint").add("no-such-program");
        int missing = client.create(config, true);
        config.withObject("/environment").put("image", "nobody/knows");
        int image = client.create(config, true);
        client.until(missing, "STATE_ERROR");
        client.until(image, "STATE_ERROR");
        assertThat(client.log(image)).anyMatch(line -> line.contains("nobody/knows"));
    }

    @Test
    void a_pause_asks_the_trial_to_stop_and_activating_runs_it_again() {
        int id = client.create(MasterClient.config("wait"), true);
        client.untilSaid(id, "waiting");
        assertThat(client.state(id)).isEqualTo("STATE_RUNNING");
        client.verb(id, "pause");
        client.untilSaid(id, "stopping");
        assertThat(client.state(id)).isEqualTo("STATE_PAUSED");
        client.verb(id, "activate");
        client.untilSaid(id, "run 2 from nothing");
        client.verb(id, "cancel");
        client.until(id, "STATE_CANCELED");
    }

    @Test
    void a_trial_that_leaves_without_a_word_while_it_is_paused_stays_paused() {
        int id = client.create(MasterClient.config("leave"), true);
        client.untilSaid(id, "waiting");
        client.verb(id, "pause");
        client.untilSaid(id, "stopping");
        await().during(Duration.ofMillis(500)).until(() -> client.state(id).equals("STATE_PAUSED"));
        client.verb(id, "kill");
        assertThat(client.state(id)).isEqualTo("STATE_CANCELED");
    }

    @Test
    void a_kill_ends_a_trial_that_does_not_listen() {
        ObjectNode config = MasterClient.config();
        config.put("entrypoint", "trap '' TERM; echo ready; while true; do sleep 0.1; done");
        int id = client.create(config, true);
        client.untilSaid(id, "ready");
        client.verb(id, "kill");
        client.until(id, "STATE_CANCELED");
    }

    @Test
    void a_cancelled_trial_that_fails_is_in_error() {
        ObjectNode config = MasterClient.config();
        config.put("entrypoint", "./run.sh leave; exit 1");
        int id = client.create(config, true);
        client.untilSaid(id, "waiting");
        client.verb(id, "cancel");
        client.until(id, "STATE_ERROR");
    }

    @Test
    void no_more_trials_run_than_there_are_places_and_the_next_one_follows() {
        ObjectNode config = MasterClient.config("wait");
        config.withObject("/resources").put("slots_per_trial", 1);
        List<Integer> first = List.of(client.create(config, true), client.create(config, true));
        int waiting = client.create(config, true);
        first.forEach(id -> client.untilSaid(id, "waiting"));
        assertThat(client.state(waiting)).isEqualTo("STATE_QUEUED");
        client.verb(first.get(0), "kill");
        client.untilSaid(waiting, "waiting");
        client.verb(first.get(1), "kill");
        client.verb(waiting, "kill");
        client.until(waiting, "STATE_CANCELED");
    }

    @Test
    void an_allocations_token_dies_with_it_and_a_users_with_the_experiment() {
        ObjectNode config = MasterClient.config();
        config.put("entrypoint", "echo token=$DET_USER_TOKEN; sleep 600");
        int id = client.create(config, true);
        client.untilSaid(id, "token=");
        String token = client.log(id).stream()
                .filter(line -> line.contains("token="))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*token=", "");
        assertThat(client.withToken(token).get("/api/v1/me").status()).isEqualTo(200);
        client.verb(id, "kill");
        client.until(id, "STATE_CANCELED");
        assertThat(client.withToken(token).get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_python_package_that_looks_into_the_containers_folder_finds_what_the_run_is_told() {
        String module = "import json\n"
                + "def reader(name):\n"
                + "    class Info:\n"
                + "        @classmethod\n"
                + "        def _from_file(cls, path='/run/determined/info/' + name):\n"
                + "            return json.load(open(path))\n"
                + "    return Info\n"
                + "RendezvousInfo, TrialInfo = reader('rendezvous.json'), reader('trial.json')\n"
                + "ResourcesInfo, ClusterInfo = reader('resources.json'), reader('cluster.json')\n";
        String program = "from determined import _info as i\n"
                + "print('seen', i.TrialInfo._from_file()['hparams'], i.ClusterInfo._from_file()['task_type'],"
                + " i.RendezvousInfo._from_file()['container_rank'], i.ResourcesInfo._from_file())\n";
        ObjectNode config = MasterClient.config();
        config.put("entrypoint", "python3 program.py");
        int id = client.post(
                        "/api/v1/experiments",
                        Map.of(
                                "config",
                                config.toString(),
                                "activate",
                                true,
                                "modelDefinition",
                                List.of(
                                        MasterClient.file("determined", 53, 0040755, ""),
                                        MasterClient.file("determined/__init__.py", 48, 0100644, ""),
                                        MasterClient.file("determined/_info.py", 48, 0100644, module),
                                        MasterClient.file("program.py", 48, 0100644, program))))
                .ok()
                .path("experiment")
                .path("id")
                .asInt();
        client.until(id, "STATE_COMPLETED");
        assertThat(client.log(id)).anyMatch(line -> line.endsWith("seen {'lr': 0.1} TRIAL 0 {'gpu_uuids': []}"));
    }

    @Test
    void the_log_can_be_followed_until_the_trial_has_ended() {
        int id = client.create(MasterClient.config("wait"), true);
        client.untilSaid(id, "waiting");
        int trial = client.trial(id).path("id").asInt();
        Thread killer = new Thread(() -> client.verb(id, "cancel"));
        killer.start();
        assertThat(client.get("/api/v1/trials/" + trial + "/logs?follow=true").text())
                .contains("stopping");
    }

    private static String checkpoint(int experiment) {
        return client.get("/api/v1/experiments/" + experiment + "/checkpoints")
                .ok()
                .path("checkpoints")
                .path(0)
                .path("uuid")
                .asText();
    }

    private static Map<String, String> files(String uuid) throws IOException {
        HttpResponse<byte[]> answer = client.raw("GET", "/checkpoints/" + uuid, null, "application/x-tar");
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, String> files = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(answer.body()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
