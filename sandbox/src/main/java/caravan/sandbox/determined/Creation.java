package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Makes experiments. */
record Creation(
        ExperimentConfig configs, Definitions definitions, Lifecycle lifecycle, Agent agent, ExperimentJson json) {

    JsonNode create(Call call) {
        Sql sql = call.sql();
        Fields body = call.body();
        boolean unmanaged = body.flag("unmanaged");
        if (!body.text("template").isEmpty()) {
            throw ApiException.notFound("template '" + body.text("template") + "' not found");
        }
        ObjectNode config = configs.merge(body.text("config"), unmanaged);
        Optional<Experiment> parent =
                body.numberIfAny("parentId").filter(id -> id != 0).map(id -> Experiment.get(sql, id.intValue()));
        int project = project(sql, body.number("projectId"), config);
        if (!unmanaged) {
            checkResources(config);
        }
        if (body.flag("validateOnly")) {
            return Json.object()
                    .<ObjectNode>set("experiment", ExperimentJson.none())
                    .<ObjectNode>set("config", null)
                    .set("warnings", Json.array());
        }
        Optional<String> warmStart = warmStart(sql, config.path("searcher"));
        Optional<String> definition =
                parent.isPresent() ? parent.get().definition() : definitions.keep(body.list("modelDefinition"));
        int id = insert(call, config, project, parent, definition, unmanaged);
        if (!unmanaged) {
            addTrial(sql, id, config, warmStart);
            if (body.flag("activate")) {
                lifecycle.move(sql, id, State.ACTIVE);
                sql.afterwards(agent::wake);
            }
        }
        ObjectNode answer = json.answer(sql, Experiment.get(sql, id));
        answer.remove("jobSummary");
        ArrayNode warnings = answer.putArray("warnings");
        if (!unmanaged
                && agent.slotsUsed()
                                + config.path("resources")
                                        .path("slots_per_trial")
                                        .asInt()
                        > Agent.SLOTS) {
            warnings.add("LAUNCH_WARNING_CURRENT_SLOTS_EXCEEDED");
        }
        return answer;
    }

    private int insert(
            Call call,
            ObjectNode config,
            int project,
            Optional<Experiment> parent,
            Optional<String> definition,
            boolean unmanaged) {
        int id = call.sql()
                .insert(
                        "INSERT INTO experiments (name, description, notes, state, archived, started, user_id, project_id,"
                                + " parent_id, progress, config, original_config, definition, definition_size, unmanaged,"
                                + " external_id, job_id) VALUES (?, ?, '', 'PAUSED', FALSE, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
                        config.path("name").asText(),
                        config.path("description").asText(),
                        Instant.now(),
                        call.user().id(),
                        project,
                        parent.map(Experiment::id).orElse(null),
                        config,
                        call.body().text("config"),
                        definition.orElse(null),
                        definition.map(definitions::size).orElse(0L),
                        unmanaged,
                        call.path().get("externalExperimentId"),
                        UUID.randomUUID().toString());
        Experiment.label(call.sql(), id, ExperimentConfig.labels(config));
        return id;
    }

    private static void addTrial(Sql sql, int experiment, ObjectNode config, Optional<String> warmStart) {
        long seed = config.path("reproducibility").path("experiment_seed").asLong() & 0xffff_ffffL;
        String task = experiment + "." + UUID.randomUUID();
        int trial = sql.insert(
                "INSERT INTO trials (experiment_id, task_id, state, started, hparams, seed, restarts, run_id, warm_start,"
                        + " runner_state) VALUES (?, ?, 'PAUSED', ?, ?, ?, 0, 0, ?, '')",
                experiment,
                task,
                Instant.now(),
                ExperimentConfig.sample(config.path("hyperparameters"), new Random(seed)),
                seed,
                warmStart.orElse(null));
        sql.update(
                "INSERT INTO trial_tasks (task_id, trial_id, seq, started) VALUES (?, ?, 1, ?)",
                task,
                trial,
                Instant.now());
    }

    private static int project(Sql sql, int asked, ObjectNode config) {
        String workspace = config.path("workspace").asText();
        if (asked <= 1 && !workspace.isEmpty()) {
            String project = config.path("project").asText();
            return sql.first(
                            "SELECT p.id FROM projects p JOIN workspaces w ON w.id = p.workspace_id"
                                    + " WHERE w.name = ? AND p.name = ?",
                            workspace,
                            project)
                    .map(row -> row.number("id"))
                    .orElseThrow(() ->
                            ApiException.notFound("workspace/project '" + workspace + "/" + project + "' not found"));
        }
        int id = Math.max(1, asked);
        Row row = sql.first("SELECT * FROM projects WHERE id = ?", id)
                .orElseThrow(() -> ApiException.notFound("project '" + id + "' not found"));
        return row.number("id");
    }

    private static void checkResources(ObjectNode config) {
        JsonNode resources = config.path("resources");
        String pool = resources.path("resource_pool").asText();
        if (!pool.isEmpty() && !pool.equals(Agent.POOL)) {
            throw ApiException.invalid("invalid resource configuration: rpc error: code = InvalidArgument desc ="
                    + " resource pool " + pool + " does not exist or is not available to workspace id 1");
        }
        if (resources.path("slots_per_trial").asInt() > Agent.SLOTS) {
            throw ApiException.internal("invalid resource configuration: slots requested exceeds cluster capacity");
        }
    }

    private static Optional<String> warmStart(Sql sql, JsonNode searcher) {
        if (searcher.path("source_trial_id").isNumber()) {
            int trial = searcher.path("source_trial_id").asInt();
            return Optional.of(sql.first(
                            "SELECT uuid FROM checkpoints WHERE trial_id = ? AND state = 'COMPLETED' ORDER BY steps DESC",
                            trial)
                    .map(row -> row.text("uuid"))
                    .orElseThrow(() -> ApiException.internal(
                            "failed to create experiment: no checkpoint found for source trial " + trial)));
        }
        if (!searcher.path("source_checkpoint_uuid").isTextual()
                || searcher.path("source_checkpoint_uuid").asText().isEmpty()) {
            return Optional.empty();
        }
        String uuid = searcher.path("source_checkpoint_uuid").asText();
        if (uuid.length() != 36) {
            throw ApiException.internal(
                    "failed to create experiment: invalid source checkpoint UUID: invalid UUID length: "
                            + uuid.length());
        }
        if (sql.first("SELECT uuid FROM checkpoints WHERE uuid = ?", uuid).isEmpty()) {
            throw ApiException.internal("failed to create experiment: no checkpoint found with UUID " + uuid);
        }
        return Optional.of(uuid);
    }

    /** Opens an ended experiment again: its trial goes on, from its latest checkpoint, as another task. */
    void again(Call call, Experiment e) {
        Sql sql = call.sql();
        String override = call.body().text("overrideConfig");
        if (!override.isBlank()) {
            ObjectNode given = ExperimentConfig.read(e.originalConfig());
            ExperimentConfig.read(override).properties().forEach(entry -> given.set(entry.getKey(), entry.getValue()));
            sql.update(
                    "UPDATE experiments SET config = ? WHERE id = ?", configs.merge(given.toString(), false), e.id());
        }
        for (Trial trial : Trial.ofExperiment(sql, e.id())) {
            int seq = Trial.tasks(sql, trial.id()).size();
            String task = Trial.tasks(sql, trial.id()).get(0) + "-" + seq;
            sql.update("UPDATE trials SET task_id = ?, restarts = 0, ended = NULL WHERE id = ?", task, trial.id());
            sql.update(
                    "INSERT INTO trial_tasks (task_id, trial_id, seq, started) VALUES (?, ?, ?, ?)",
                    task,
                    trial.id(),
                    seq + 1,
                    Instant.now());
        }
        sql.update("UPDATE experiments SET progress = 0, ended = NULL WHERE id = ?", e.id());
        lifecycle.move(sql, e.id(), State.ACTIVE);
        sql.afterwards(agent::wake);
    }
}
