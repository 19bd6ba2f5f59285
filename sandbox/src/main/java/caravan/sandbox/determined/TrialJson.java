package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Trials as the API shows them. */
record TrialJson(ExperimentJson experiments) {

    ObjectNode json(Sql sql, Trial trial) {
        Experiment e = Experiment.get(sql, trial.experiment());
        List<String> tasks = Trial.tasks(sql, trial.id());
        ObjectNode json = Json.object()
                .put("id", trial.id())
                .put("experimentId", trial.experiment())
                .put("startTime", Json.time(trial.started()))
                .put("endTime", Json.time(trial.ended()))
                .put("state", "STATE_" + experiments.presented(trial))
                .put("restarts", trial.restarts());
        json.set("hparams", trial.hparams());
        json.put("totalBatchesProcessed", steps(sql, trial));
        json.set(
                "bestValidation",
                Metrics.best(sql, trial.id(), e).map(Metrics.Report::workload).orElse(null));
        json.set(
                "latestValidation",
                Metrics.latestValidation(sql, trial.id())
                        .map(Metrics.Report::workload)
                        .orElse(null));
        json.set("bestCheckpoint", bestCheckpoint(sql, trial, e).orElse(null));
        json.put("runnerState", trial.runnerState())
                .put(
                        "wallClockTime",
                        Duration.between(trial.started(), trial.ended().orElseGet(Instant::now))
                                        .toMillis()
                                / 1000.0)
                .put("warmStartCheckpointUuid", trial.warmStart().orElse(""))
                .put("taskId", trial.task());
        json.set("taskIds", Json.texts(tasks));
        Row checkpoints = sql.first(
                        "SELECT COUNT(*) AS number, COALESCE(SUM(size), 0) AS size FROM checkpoints"
                                + " WHERE trial_id = ? AND state = 'COMPLETED'",
                        trial.id())
                .orElseThrow();
        json.put("totalCheckpointSize", checkpoints.text("size")).put("checkpointCount", checkpoints.number("number"));
        json.set("summaryMetrics", summary(sql, trial));
        json.put("searcherMetricValue", 0);
        trial.metadata().ifPresent(metadata -> json.set("metadata", metadata));
        return json;
    }

    private static int steps(Sql sql, Trial trial) {
        return (int) sql.number(
                "SELECT COALESCE(MAX(steps), 0) FROM metrics WHERE trial_id = ? AND NOT archived", trial.id());
    }

    private static Optional<ObjectNode> bestCheckpoint(Sql sql, Trial trial, Experiment e) {
        return sql.query("SELECT * FROM checkpoints WHERE trial_id = ? AND state = 'COMPLETED'", trial.id()).stream()
                .filter(row -> Checkpoints.searcherMetric(sql, row, e).isPresent())
                .min((a, b) -> {
                    int order = Metrics.ASCENDING.compare(
                            Checkpoints.searcherMetric(sql, a, e).orElseThrow(),
                            Checkpoints.searcherMetric(sql, b, e).orElseThrow());
                    return e.smallerIsBetter() ? order : -order;
                })
                .map(TrialJson::checkpoint);
    }

    private static ObjectNode checkpoint(Row row) {
        ObjectNode json = Json.object()
                .put("uuid", row.text("uuid"))
                .put("endTime", Json.time(row.time("reported")))
                .put("state", "STATE_" + row.text("state"));
        json.set("resources", row.json("resources"));
        return json.put("totalBatches", row.number("steps")).putNull("metadata");
    }

    /** For each group and metric: how many, the last, and for numbers their range. */
    private static ObjectNode summary(Sql sql, Trial trial) {
        TreeMap<String, ObjectNode> groups = new TreeMap<>();
        for (Metrics.Report report : Metrics.of(sql, trial.id(), "")) {
            String name =
                    switch (report.group()) {
                        case "training" -> "avg_metrics";
                        case "validation" -> "validation_metrics";
                        default -> report.group();
                    };
            ObjectNode group = groups.computeIfAbsent(name, n -> Json.object());
            report.averages().properties().forEach(entry -> {
                ObjectNode metric =
                        group.withObject("/" + entry.getKey().replace("~", "~0").replace("/", "~1"));
                JsonNode value = entry.getValue();
                metric.put("count", metric.path("count").asInt() + 1).set("last", value);
                if (value.isNumber()) {
                    metric.put("type", "number")
                            .put("sum", metric.path("sum").asDouble() + value.asDouble())
                            .put("min", Math.min(metric.path("min").asDouble(Double.MAX_VALUE), value.asDouble()))
                            .put("max", Math.max(metric.path("max").asDouble(-Double.MAX_VALUE), value.asDouble()));
                } else {
                    metric.put("type", value.isBoolean() ? "boolean" : value.isTextual() ? "string" : "object");
                }
            });
        }
        ObjectNode summary = Json.object();
        groups.forEach(summary::set);
        return summary;
    }

    /** Metrics and checkpoints in the order of their steps. */
    static List<ObjectNode> workloads(Sql sql, Trial trial) {
        TreeMap<Integer, java.util.ArrayList<ObjectNode>> bySteps = new TreeMap<>();
        for (Metrics.Report report : Metrics.of(sql, trial.id(), "")) {
            if (report.group().equals("training") || report.group().equals("validation")) {
                bySteps.computeIfAbsent(report.steps(), s -> new java.util.ArrayList<>())
                        .add(Json.object().set(report.group(), report.workload()));
            }
        }
        for (Row row : sql.query("SELECT * FROM checkpoints WHERE trial_id = ? ORDER BY id", trial.id())) {
            bySteps.computeIfAbsent(row.number("steps"), s -> new java.util.ArrayList<>())
                    .add(Json.object().set("checkpoint", checkpoint(row)));
        }
        return bySteps.values().stream().flatMap(List::stream).toList();
    }
}
