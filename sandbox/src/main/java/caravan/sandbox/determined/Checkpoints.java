package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The checkpoints that trials report. */
final class Checkpoints {
    private static final String ADDING = "error adding checkpoint metadata: inserting checkpoint model: ERROR: ";

    private Checkpoints() {}

    static Row get(Sql sql, String uuid) {
        return sql.first("SELECT * FROM checkpoints WHERE uuid = ?", uuid)
                .orElseThrow(() -> ApiException.notFound("checkpoint '" + uuid + "' not found"));
    }

    /** Takes a report. Steps that are no whole number are refused: on the real master they stop everybody. */
    static void report(Sql sql, Fields body) {
        String state = body.textIfAny("state").orElse("STATE_UNSPECIFIED");
        if (!state.equals("STATE_COMPLETED") && !state.equals("STATE_UNSPECIFIED")) {
            throw ApiException.invalid(
                    "unconvertable checkpoint: rpc error: code = InvalidArgument desc = invalid state"
                            + " for reported checkpoint: " + state);
        }
        String task = body.text("taskId");
        Trial trial = Trial.ofTask(sql, task).orElseThrow(() -> ApiException.notFound("task '" + task + "' not found"));
        String uuid = body.text("uuid");
        if (uuid.length() != 36) {
            throw ApiException.internal("invalid UUID length: " + uuid.length());
        }
        if (sql.first("SELECT id FROM checkpoints WHERE uuid = ?", uuid).isPresent()) {
            throw ApiException.internal(ADDING
                    + "duplicate key value violates unique constraint \"checkpoints_v2_uuid_key\" (SQLSTATE 23505)");
        }
        Optional<Long> storage = body.numberIfAny("storageId");
        if (storage.isPresent()
                && sql.first("SELECT id FROM storages WHERE id = ?", storage.get())
                        .isEmpty()) {
            throw ApiException.internal(ADDING
                    + "insert or update on table \"checkpoints_v2\" violates foreign key constraint (SQLSTATE 23503)");
        }
        ObjectNode resources = Json.object();
        long size = 0;
        for (var entry : body.fields("resources").node().properties()) {
            long bytes = entry.getValue().asLong();
            resources.put(entry.getKey(), String.valueOf(bytes));
            size += bytes;
        }
        ObjectNode metadata = body.objectIfAny("metadata").orElseGet(Json::object);
        sql.insert(
                "INSERT INTO checkpoints (uuid, task_id, trial_id, experiment_id, allocation_id, reported, state, resources,"
                        + " metadata, steps, size, storage_id) VALUES (?, ?, ?, ?, ?, ?, 'COMPLETED', ?, ?, ?, ?, ?)",
                uuid,
                task,
                trial.id(),
                trial.experiment(),
                body.textIfAny("allocationId").orElse(null),
                time(body.text("reportTime")),
                resources,
                metadata,
                steps(metadata).orElse(null),
                size,
                storage.orElse(null));
    }

    private static Instant time(String text) {
        try {
            return text.isEmpty() ? Instant.now() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ApiException.invalid("reportTime: " + e.getMessage());
        }
    }

    static Optional<Integer> steps(JsonNode metadata) {
        JsonNode steps = metadata.path("steps_completed");
        if (steps.isMissingNode() || steps.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new java.math.BigDecimal(steps.asText()).intValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            throw ApiException.invalid("metadata.steps_completed is " + steps + ", not a whole number");
        }
    }

    /** As the API shows it; the metrics are those reported at its steps, whenever that was. */
    static ObjectNode json(Sql sql, Row row) {
        Experiment experiment = Experiment.get(sql, row.number("experiment_id"));
        Trial trial = Trial.get(sql, row.number("trial_id"));
        ObjectNode json = Json.object().put("taskId", row.text("task_id"));
        row.textIfAny("allocation_id").ifPresent(id -> json.put("allocationId", id));
        json.put("uuid", row.text("uuid")).put("reportTime", Json.time(row.time("reported")));
        json.set("resources", row.json("resources"));
        json.set("metadata", row.json("metadata"));
        json.put("state", "STATE_" + row.text("state"));
        ObjectNode training =
                json.putObject("training").put("trialId", trial.id()).put("experimentId", experiment.id());
        training.set("experimentConfig", experiment.config());
        training.set("hparams", trial.hparams());
        training.set("trainingMetrics", metrics(sql, row, "training"));
        training.set("validationMetrics", metrics(sql, row, "validation"));
        searcherMetric(sql, row, experiment).ifPresent(metric -> training.set("searcherMetric", metric));
        if (row.has("storage_id")) {
            json.put("storageId", row.number("storage_id"));
        }
        return json;
    }

    private static ObjectNode metrics(Sql sql, Row row, String group) {
        return (row.has("steps")
                        ? Metrics.at(sql, row.number("trial_id"), group, row.number("steps"))
                        : Optional.<Metrics.Report>empty())
                .map(Metrics.Report::metrics)
                .orElseGet(
                        () -> Json.object().<ObjectNode>set("avgMetrics", null).set("batchMetrics", Json.array()));
    }

    static Optional<JsonNode> searcherMetric(Sql sql, Row row, Experiment experiment) {
        if (!row.has("steps")) {
            return Optional.empty();
        }
        return Metrics.at(sql, row.number("trial_id"), "validation", row.number("steps"))
                .map(report -> report.averages().path(experiment.metric()))
                .filter(JsonNode::isNumber);
    }

    /** Where its files are on this machine. */
    static Optional<Path> folder(Sql sql, Row row, Experiment experiment) {
        JsonNode storage = row.has("storage_id")
                ? sql.first("SELECT config FROM storages WHERE id = ?", row.number("storage_id"))
                        .orElseThrow()
                        .json("config")
                : experiment.config().path("checkpoint_storage");
        return Storage.folder(storage, experiment.config()).map(folder -> folder.resolve(row.text("uuid")));
    }

    /** The model version that keeps it, if one does. */
    static Optional<Row> registered(Sql sql, String uuid) {
        return sql.first(
                "SELECT v.version, m.id, m.name FROM model_versions v JOIN models m ON m.id = v.model_id"
                        + " WHERE v.checkpoint_uuid = ?",
                uuid);
    }

    /** Deletes its files; the row stays. */
    static void delete(Sql sql, Row row) {
        Experiment experiment = Experiment.get(sql, row.number("experiment_id"));
        folder(sql, row, experiment).ifPresent(path -> sql.afterwards(() -> Deletion.remove(path)));
        sql.update("UPDATE checkpoints SET state = 'DELETED' WHERE uuid = ?", row.text("uuid"));
    }
}
