package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An experiment as it is stored. */
record Experiment(
        int id,
        String name,
        String description,
        String notes,
        State state,
        boolean archived,
        Instant started,
        Optional<Instant> ended,
        int user,
        int project,
        Optional<Integer> parent,
        Optional<Double> progress,
        JsonNode config,
        String originalConfig,
        Optional<String> definition,
        long definitionSize,
        boolean unmanaged,
        Optional<String> externalId,
        String job) {

    static Experiment of(Row row) {
        return new Experiment(
                row.number("id"),
                row.text("name"),
                row.text("description"),
                row.text("notes"),
                State.valueOf(row.text("state")),
                row.flag("archived"),
                row.time("started").orElseThrow(),
                row.time("ended"),
                row.number("user_id"),
                row.number("project_id"),
                row.has("parent_id") ? Optional.of(row.number("parent_id")) : Optional.empty(),
                row.decimal("progress"),
                row.json("config"),
                row.text("original_config"),
                row.textIfAny("definition"),
                row.large("definition_size"),
                row.flag("unmanaged"),
                row.textIfAny("external_id"),
                row.text("job_id"));
    }

    static Experiment get(Sql sql, int id) {
        return sql.first("SELECT * FROM experiments WHERE id = ?", id)
                .map(Experiment::of)
                .orElseThrow(() -> ApiException.notFound("experiment '" + id + "' not found"));
    }

    static List<String> labels(Sql sql, int id) {
        return sql.query("SELECT label FROM experiment_labels WHERE experiment_id = ? ORDER BY label", id).stream()
                .map(row -> row.text("label"))
                .toList();
    }

    static void label(Sql sql, int id, List<String> labels) {
        sql.update("DELETE FROM experiment_labels WHERE experiment_id = ?", id);
        labels.stream()
                .distinct()
                .forEach(label ->
                        sql.update("INSERT INTO experiment_labels (experiment_id, label) VALUES (?, ?)", id, label));
    }

    int slots() {
        return config.path("resources").path("slots_per_trial").asInt();
    }

    int maxRestarts() {
        return config.path("max_restarts").asInt();
    }

    String metric() {
        return config.path("searcher").path("metric").asText();
    }

    boolean smallerIsBetter() {
        return config.path("searcher").path("smaller_is_better").asBoolean(true);
    }
}
