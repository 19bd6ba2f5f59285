package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Experiments as the API shows them: a row of a list and a single one differ. */
record ExperimentJson(Agent agent) {

    ObjectNode single(Sql sql, Experiment e) {
        ObjectNode json = common(sql, e);
        ArrayNode trials = json.putArray("trialIds");
        Trial.ofExperiment(sql, e.id()).forEach(trial -> trials.add(trial.id()));
        json.put("displayName", "")
                .put("searcherType", "\"" + searcher(e) + "\"")
                .put("searcherMetric", "")
                .putNull("hyperparameters")
                .put("notes", e.notes())
                .put("originalConfig", e.originalConfig())
                .put("modelDefinitionSize", e.definitionSize());
        return json;
    }

    ObjectNode row(Sql sql, Experiment e) {
        ObjectNode json = common(sql, e);
        json.putArray("trialIds");
        json.put("displayName", Users.name(sql, e.user()))
                .put("searcherType", searcher(e))
                .put("searcherMetric", e.metric())
                .put("notes", e.notes().isEmpty() ? "" : "omitted")
                .put("originalConfig", "")
                .put(
                        "duration",
                        Duration.between(e.started(), e.ended().orElseGet(Instant::now))
                                .toSeconds());
        json.set("hyperparameters", e.config().path("hyperparameters"));
        return json;
    }

    private static String searcher(Experiment e) {
        return e.config().path("searcher").path("name").asText();
    }

    private ObjectNode common(Sql sql, Experiment e) {
        Row project = sql.first(
                        "SELECT p.*, w.name AS workspace_name, w.archived AS workspace_archived FROM projects p"
                                + " JOIN workspaces w ON w.id = p.workspace_id WHERE p.id = ?",
                        e.project())
                .orElseThrow();
        Row checkpoints = sql.first(
                        "SELECT COUNT(*) AS number, COALESCE(SUM(size), 0) AS size FROM checkpoints"
                                + " WHERE experiment_id = ? AND state = 'COMPLETED'",
                        e.id())
                .orElseThrow();
        ObjectNode json = Json.object().put("id", e.id()).put("description", e.description());
        json.set("labels", Json.texts(Experiment.labels(sql, e.id())));
        json.put("startTime", Json.time(e.started()))
                .put("endTime", Json.time(e.ended()))
                .put("state", "STATE_" + presented(sql, e))
                .put("archived", e.archived())
                .put("numTrials", sql.number("SELECT COUNT(*) FROM trials WHERE experiment_id = ?", e.id()))
                .put("userId", e.user())
                .put("username", Users.name(sql, e.user()))
                .put(
                        "resourcePool",
                        e.unmanaged()
                                ? ""
                                : e.config()
                                        .path("resources")
                                        .path("resource_pool")
                                        .asText())
                .put("name", e.name())
                .put("jobId", e.job());
        json.put("forkedFrom", e.parent().orElse(null));
        json.put("progress", e.progress().orElse(null));
        json.put("projectId", e.project())
                .put("projectName", project.text("name"))
                .put("workspaceId", project.number("workspace_id"))
                .put("workspaceName", project.text("workspace_name"))
                .put("parentArchived", project.flag("archived") || project.flag("workspace_archived"))
                .put("projectOwnerId", project.number("user_id"))
                .put("checkpointSize", checkpoints.text("size"))
                .put("checkpointCount", checkpoints.number("number"))
                .put("unmanaged", e.unmanaged());
        json.set("config", e.config());
        e.externalId().ifPresent(id -> json.put("externalExperimentId", id));
        return json;
    }

    /** What the answer holds where none was made. */
    static ObjectNode none() {
        ObjectNode json = Json.object();
        List.of("id", "numTrials", "userId", "projectId", "workspaceId", "projectOwnerId", "checkpointCount")
                .forEach(name -> json.put(name, 0));
        List.of(
                        "description",
                        "displayName",
                        "username",
                        "resourcePool",
                        "searcherType",
                        "searcherMetric",
                        "name",
                        "notes",
                        "jobId",
                        "projectName",
                        "workspaceName",
                        "originalConfig")
                .forEach(name -> json.put(name, ""));
        List.of("startTime", "endTime", "hyperparameters", "forkedFrom", "progress", "config")
                .forEach(json::putNull);
        List.of("archived", "parentArchived", "unmanaged").forEach(name -> json.put(name, false));
        List.of("labels", "trialIds").forEach(json::putArray);
        return json.put("state", "STATE_UNSPECIFIED").put("checkpointSize", "0");
    }

    /** An active one shows what its trial is doing. */
    String presented(Sql sql, Experiment e) {
        if (e.state() != State.ACTIVE) {
            return e.state().name();
        }
        List<Trial> trials = Trial.ofExperiment(sql, e.id());
        return trials.isEmpty() ? "QUEUED" : presented(trials.get(0));
    }

    String presented(Trial trial) {
        return trial.state() != State.ACTIVE
                ? trial.state().name()
                : agent.of(trial.id()).map(run -> run.phase().name()).orElse("QUEUED");
    }

    /** The answer for one experiment. */
    ObjectNode answer(Sql sql, Experiment e) {
        ObjectNode answer = Json.object();
        answer.set("experiment", single(sql, e));
        answer.set("config", e.config());
        answer.set("jobSummary", summary(sql, e).orElse(null));
        return answer;
    }

    private Optional<ObjectNode> summary(Sql sql, Experiment e) {
        if (e.state() != State.ACTIVE || e.unmanaged()) {
            return Optional.empty();
        }
        return Optional.of(Json.object()
                .put("state", presented(sql, e).equals("QUEUED") ? "STATE_QUEUED" : "STATE_SCHEDULED")
                .put("jobsAhead", 0));
    }
}
