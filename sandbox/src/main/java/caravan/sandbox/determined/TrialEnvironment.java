package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The variables that a trial's process gets.
 *
 * @param master address of the master
 * @param ca PEM file that the master is trusted by; absent without TLS
 * @param cluster id of the cluster
 */
record TrialEnvironment(URI master, Optional<Path> ca, String cluster, String masterId) {

    /**
     * What one run is told.
     *
     * @param userToken a session of the owner
     * @param latest checkpoint to begin from
     * @param steps of the trial's own latest checkpoint
     */
    Map<String, String> of(
            Running run,
            Experiment experiment,
            Trial trial,
            String user,
            String userToken,
            Optional<String> latest,
            int steps) {
        Map<String, String> env = new TreeMap<>(given(experiment.config()));
        env.put("DET_MASTER", master.toString());
        env.put("DET_MASTER_HOST", master.getHost());
        env.put("DET_MASTER_ADDR", master.getHost());
        env.put("DET_MASTER_PORT", String.valueOf(master.getPort()));
        env.put("DET_MASTER_ID", masterId);
        env.put("DET_CLUSTER_ID", cluster);
        env.put("DET_AGENT_ID", Agent.NAME);
        env.put("DET_SLOT_IDS", slots(run.slots));
        env.put("DET_TASK_ID", run.task);
        env.put("DET_TASK_TYPE", "TRIAL");
        env.put("DET_ALLOCATION_ID", run.allocation);
        env.put("DET_RESOURCES_ID", run.container);
        env.put("DET_RESOURCES_TYPE", "docker-container");
        env.put("DET_CONTAINER_ID", run.container);
        env.put("DET_SESSION_TOKEN", run.token);
        env.put("DET_USER_TOKEN", userToken);
        env.put("DET_USER", user);
        env.put("DET_EXPERIMENT_ID", String.valueOf(experiment.id()));
        env.put("DET_TRIAL_ID", String.valueOf(trial.id()));
        env.put("DET_TRIAL_RUN_ID", String.valueOf(run.run));
        env.put("DET_TRIAL_SEED", String.valueOf(trial.seed()));
        env.put("DET_EXPERIMENT_CONFIG", local(experiment.config()).toString());
        env.put("DET_HPARAMS", trial.hparams().toString());
        env.put("DET_STEPS_COMPLETED", String.valueOf(steps));
        latest.ifPresent(uuid -> env.put("DET_LATEST_CHECKPOINT", uuid));
        env.put("DET_USE_TLS", String.valueOf(ca.isPresent()));
        ca.ifPresent(file -> env.put("DET_MASTER_CERT_FILE", file.toString()));
        env.put("DET_WORKDIR", run.folder.resolve("workdir").toString());
        env.put("DET_RUN_DIR", run.folder.toString());
        env.put(
                "DET_TASK_LOGGING_METADATA",
                Json.object()
                        .put("task_id", run.task)
                        .put("allocation_id", run.allocation)
                        .toString());
        env.put("DET_SEGMENT_ENABLED", "false");
        env.put("DET_PYTHON_EXECUTABLE", env.getOrDefault("DET_PYTHON_EXECUTABLE", "python3"));
        return env;
    }

    private static String slots(int count) {
        com.fasterxml.jackson.databind.node.ArrayNode ids = Json.array();
        for (int i = 0; i < count; i++) {
            ids.add(i);
        }
        return ids.toString();
    }

    private static Map<String, String> given(JsonNode config) {
        Map<String, String> given = new TreeMap<>();
        config.path("environment").path("environment_variables").path("cpu").forEach(variable -> {
            String[] parts = variable.asText().split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
        });
        return given;
    }

    /** No container, no mounts: a shared file system is the folder itself. */
    private static JsonNode local(JsonNode config) {
        Optional<Path> folder = Storage.folder(config.path("checkpoint_storage"), config);
        if (folder.isEmpty()) {
            return config;
        }
        ObjectNode copy = config.deepCopy();
        ObjectNode storage = (ObjectNode) copy.path("checkpoint_storage");
        storage.remove(java.util.List.of("host_path", "storage_path", "propagation"));
        storage.put("type", "directory").put("container_path", folder.get().toString());
        return copy;
    }
}
