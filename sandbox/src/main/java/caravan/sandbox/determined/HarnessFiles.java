package caravan.sandbox.determined;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The files that Determined's Python package reads, in the run's folder: what a container's preparation would write, and a
 * module that makes the unmodified package look for them there.
 *
 * @param folder of the run
 */
record HarnessFiles(Path folder) {

    /**
     * Writes them.
     *
     * @param variables of the trial's process
     * @return the variables, with the module's folder in PYTHONPATH
     */
    Map<String, String> write(Map<String, String> variables, int slots) throws IOException {
        Path info = Files.createDirectories(folder.resolve("info"));
        Path python = Files.createDirectories(folder.resolve("python"));
        Files.writeString(info.resolve("cluster.json"), cluster(variables).toString());
        Files.writeString(info.resolve("trial.json"), trial(variables).toString());
        ObjectNode rendezvous = Json.object().put("container_rank", 0);
        rendezvous.putArray("container_addrs").add(caravan.sandbox.Listener.HOST);
        rendezvous.putArray("container_slot_counts").add(slots);
        Files.writeString(info.resolve("rendezvous.json"), rendezvous.toString());
        Files.writeString(
                info.resolve("resources.json"),
                Json.object().<ObjectNode>set("gpu_uuids", Json.array()).toString());
        try (InputStream module = Objects.requireNonNull(HarnessFiles.class.getResourceAsStream("sitecustomize.py"))) {
            Files.copy(module, python.resolve("sitecustomize.py"), StandardCopyOption.REPLACE_EXISTING);
        }
        Map<String, String> extended = new HashMap<>(variables);
        extended.merge("PYTHONPATH", python.toString(), (own, ours) -> ours + ":" + own);
        return extended;
    }

    private static ObjectNode cluster(Map<String, String> variables) throws JsonProcessingException {
        ObjectNode cluster = Json.object()
                .put("master_url", variables.get("DET_MASTER"))
                .put("cluster_id", variables.get("DET_CLUSTER_ID"))
                .put("agent_id", variables.get("DET_AGENT_ID"));
        cluster.set("slot_ids", json(variables, "DET_SLOT_IDS"));
        return cluster.put("task_id", variables.get("DET_TASK_ID"))
                .put("allocation_id", variables.get("DET_ALLOCATION_ID"))
                .put("session_token", variables.get("DET_SESSION_TOKEN"))
                .put("task_type", variables.get("DET_TASK_TYPE"))
                .putNull("master_cert_name")
                .put("master_cert_file", variables.get("DET_MASTER_CERT_FILE"))
                .put("latest_checkpoint", variables.get("DET_LATEST_CHECKPOINT"));
    }

    private static ObjectNode trial(Map<String, String> variables) throws JsonProcessingException {
        JsonNode config = json(variables, "DET_EXPERIMENT_CONFIG");
        ObjectNode trial = Json.object();
        trial.set("trial_id", json(variables, "DET_TRIAL_ID"));
        trial.set("experiment_id", json(variables, "DET_EXPERIMENT_ID"));
        trial.set("trial_seed", json(variables, "DET_TRIAL_SEED"));
        trial.set("hparams", json(variables, "DET_HPARAMS"));
        trial.set("config", config);
        trial.set("steps_completed", json(variables, "DET_STEPS_COMPLETED"));
        trial.set("trial_run_id", json(variables, "DET_TRIAL_RUN_ID"));
        return trial.put("debug", config.path("debug").asBoolean()).putNull("inter_node_network_interface");
    }

    private static JsonNode json(Map<String, String> variables, String name) throws JsonProcessingException {
        return Json.MAPPER.readTree(variables.get(name));
    }
}
