package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The metrics that trials report. */
final class Metrics {
    static final Comparator<JsonNode> ASCENDING = Comparator.comparingDouble(JsonNode::asDouble);

    private Metrics() {}

    /**
     * A report.
     *
     * @param steps done when it was made
     */
    record Report(
            int id,
            int trial,
            int run,
            String group,
            int steps,
            Instant time,
            JsonNode averages,
            JsonNode batches,
            boolean archived) {
        static Report of(Row row) {
            return new Report(
                    row.number("id"),
                    row.number("trial_id"),
                    row.number("run_id"),
                    row.text("group_name"),
                    row.number("steps"),
                    row.time("reported").orElseThrow(),
                    row.json("averages"),
                    row.json("batches"),
                    row.flag("archived"));
        }

        /** As a trial's latest or best validation. */
        ObjectNode workload() {
            ObjectNode json = Json.object().put("endTime", Json.time(time));
            json.set("metrics", metrics());
            return json.put("numInputs", 0).put("totalBatches", steps);
        }

        ObjectNode metrics() {
            return Json.object()
                    .<ObjectNode>set("avgMetrics", averages)
                    .set("batchMetrics", batches.isArray() ? batches : Json.array());
        }

        /** As a line of a stream of metrics. */
        ObjectNode line() {
            ObjectNode json = Json.object().put("trialId", trial).put("endTime", Json.time(time));
            ObjectNode metrics = json.putObject("metrics");
            metrics.set(group.equals("validation") ? "validation_metrics" : "avg_metrics", averages);
            if (group.equals("training") && batches.isArray()) {
                metrics.set("batch_metrics", batches);
            }
            return json.put("totalBatches", steps)
                    .put("archived", archived)
                    .put("id", id)
                    .put("trialRunId", run)
                    .put("group", group);
        }
    }

    /** Takes a report. The same one twice is one; one with other values is refused. */
    static void report(Sql sql, Trial trial, String group, Fields metrics) {
        if (group.contains(".")) {
            throw ApiException.invalid("metric group cannot contain '.'");
        }
        int run = metrics.number("trialRunId");
        int steps = metrics.number("stepsCompleted");
        JsonNode averages = metrics.fields("metrics").objectIfAny("avgMetrics").orElseGet(Json::object);
        JsonNode batches = metrics.fields("metrics").get("batchMetrics").orElseGet(Json::array);
        for (String name : List.of("epoch", "epochs")) {
            if (averages.has(name) && !averages.path(name).isNumber()) {
                throw ApiException.internal("cannot add metric with non numeric '" + name + "' value got "
                        + averages.path(name).asText());
            }
        }
        if (run != trial.run()) {
            throw ApiException.internal("failed to exec transaction (add trial metrics " + group + "): invalid run id, "
                    + run + " (reported) != " + trial.run() + " (expected): invalid arguments");
        }
        Optional<Report> before = sql.first(
                        "SELECT * FROM metrics WHERE trial_id = ? AND group_name = ? AND steps = ? AND NOT archived",
                        trial.id(),
                        group,
                        steps)
                .map(Report::of)
                .filter(r -> r.run() == run);
        if (before.isPresent()) {
            merge(sql, before.get(), group, averages);
            return;
        }
        sql.update(
                "UPDATE metrics SET archived = TRUE WHERE trial_id = ? AND run_id < ? AND steps >= ?",
                trial.id(),
                run,
                steps);
        sql.insert(
                "INSERT INTO metrics (trial_id, run_id, group_name, steps, reported, averages, batches, archived)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, FALSE)",
                trial.id(),
                run,
                group,
                steps,
                Instant.now(),
                averages,
                batches);
    }

    private static void merge(Sql sql, Report before, String group, JsonNode averages) {
        ObjectNode merged = before.averages().deepCopy();
        averages.properties().forEach(entry -> {
            JsonNode old = merged.get(entry.getKey());
            if (old != null && !same(old, entry.getValue())) {
                throw ApiException.internal("failed to exec transaction (add trial metrics " + group
                        + "): overwriting existing metric keys is not supported, conflicting key: " + entry.getKey());
            }
            merged.set(entry.getKey(), entry.getValue());
        });
        sql.update("UPDATE metrics SET averages = ? WHERE id = ?", merged, before.id());
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() ? a.asDouble() == b.asDouble() : a.equals(b);
    }

    /** The reports of a group, archived ones left out; all groups where none is named. */
    static List<Report> of(Sql sql, int trial, String group) {
        return sql
                .query(
                        "SELECT * FROM metrics WHERE trial_id = ? AND NOT archived AND (? = '' OR group_name = ?)"
                                + " ORDER BY steps, id",
                        trial,
                        group,
                        group)
                .stream()
                .map(Report::of)
                .toList();
    }

    static Optional<Report> at(Sql sql, int trial, String group, int steps) {
        return sql.first(
                        "SELECT * FROM metrics WHERE trial_id = ? AND NOT archived AND group_name = ? AND steps = ?"
                                + " ORDER BY id DESC",
                        trial,
                        group,
                        steps)
                .map(Report::of);
    }

    /** The best validation, by the experiment's metric. */
    static Optional<Report> best(Sql sql, int trial, Experiment e) {
        Comparator<Report> comparator = Comparator.comparing(r -> r.averages().path(e.metric()), ASCENDING);
        return of(sql, trial, "validation").stream()
                .filter(r -> r.averages().path(e.metric()).isNumber())
                .min(e.smallerIsBetter() ? comparator : comparator.reversed());
    }

    static Optional<Report> latestValidation(Sql sql, int trial) {
        List<Report> all = of(sql, trial, "validation");
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
