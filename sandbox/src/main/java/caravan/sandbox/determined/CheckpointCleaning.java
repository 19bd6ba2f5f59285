package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When an experiment has ended, those of its checkpoints go that its config does not keep and nobody needs. */
record CheckpointCleaning(Database database) {

    void ended(int experiment) {
        database.transaction(sql -> {
            Experiment e = Experiment.get(sql, experiment);
            JsonNode storage = e.config().path("checkpoint_storage");
            List<Row> latest = new ArrayList<>(sql.query(
                    "SELECT * FROM checkpoints WHERE experiment_id = ? AND state = 'COMPLETED'"
                            + " ORDER BY steps DESC NULLS LAST, reported DESC",
                    experiment));
            List<Row> best = new ArrayList<>(latest.stream()
                    .filter(row -> Checkpoints.searcherMetric(sql, row, e).isPresent())
                    .toList());
            best.sort((a, b) -> {
                int order = Metrics.ASCENDING.compare(
                        Checkpoints.searcherMetric(sql, a, e).orElseThrow(),
                        Checkpoints.searcherMetric(sql, b, e).orElseThrow());
                return e.smallerIsBetter() ? order : -order;
            });
            int bests = Math.max(
                    storage.path("save_experiment_best").asInt(0),
                    storage.path("save_trial_best").asInt(1));
            Set<String> kept = new HashSet<>();
            latest.stream()
                    .limit(storage.path("save_trial_latest").asInt(1))
                    .forEach(row -> kept.add(row.text("uuid")));
            best.stream().limit(bests).forEach(row -> kept.add(row.text("uuid")));
            for (Row row : latest) {
                String uuid = row.text("uuid");
                boolean needed = kept.contains(uuid)
                        || Checkpoints.registered(sql, uuid).isPresent()
                        || sql.number("SELECT COUNT(*) FROM trials WHERE warm_start = ?", uuid) > 0;
                if (!needed) {
                    Checkpoints.delete(sql, row);
                }
            }
            return null;
        });
    }
}
