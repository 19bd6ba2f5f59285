package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A trial as it is stored. */
record Trial(
        int id,
        int experiment,
        String task,
        State state,
        Instant started,
        Optional<Instant> ended,
        JsonNode hparams,
        long seed,
        int restarts,
        int run,
        Optional<String> warmStart,
        String runnerState,
        Optional<String> externalId,
        Optional<JsonNode> metadata) {

    static Trial of(Row row) {
        return new Trial(
                row.number("id"),
                row.number("experiment_id"),
                row.text("task_id"),
                State.valueOf(row.text("state")),
                row.time("started").orElseThrow(),
                row.time("ended"),
                row.json("hparams"),
                row.large("seed"),
                row.number("restarts"),
                row.number("run_id"),
                row.textIfAny("warm_start"),
                row.text("runner_state"),
                row.textIfAny("external_id"),
                row.has("metadata") ? Optional.of(row.json("metadata")) : Optional.empty());
    }

    static Trial get(Sql sql, int id) {
        return find(sql, id).orElseThrow(() -> ApiException.notFound("trial '" + id + "' not found"));
    }

    static Optional<Trial> find(Sql sql, int id) {
        return sql.first("SELECT * FROM trials WHERE id = ?", id).map(Trial::of);
    }

    static List<Trial> ofExperiment(Sql sql, int experiment) {
        return sql.query("SELECT * FROM trials WHERE experiment_id = ? ORDER BY id", experiment).stream()
                .map(Trial::of)
                .toList();
    }

    /** The trial that a task is a run of. */
    static Optional<Trial> ofTask(Sql sql, String task) {
        return sql.first("SELECT t.* FROM trials t JOIN trial_tasks k ON k.trial_id = t.id WHERE k.task_id = ?", task)
                .map(Trial::of);
    }

    static List<String> tasks(Sql sql, int id) {
        return sql.query("SELECT task_id FROM trial_tasks WHERE trial_id = ? ORDER BY seq", id).stream()
                .map(row -> row.text("task_id"))
                .toList();
    }
}
