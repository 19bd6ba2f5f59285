package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import caravan.sandbox.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Deletes an experiment with all that belongs to it. */
final class Deletion {
    private Deletion() {}

    static void delete(Sql sql, Experiment e, Definitions definitions) {
        List<Row> checkpoints = sql.query("SELECT * FROM checkpoints WHERE experiment_id = ?", e.id());
        for (Row checkpoint : checkpoints) {
            if (Checkpoints.registered(sql, checkpoint.text("uuid")).isPresent()) {
                throw ApiException.invalid("checkpoints of experiment " + e.id() + " are in the model registry: "
                        + checkpoint.text("uuid"));
            }
        }
        for (Row checkpoint : checkpoints) {
            Optional<Path> folder = Checkpoints.folder(sql, checkpoint, e);
            folder.ifPresent(path -> sql.afterwards(() -> remove(path)));
        }
        for (Trial trial : Trial.ofExperiment(sql, e.id())) {
            for (String task : Trial.tasks(sql, trial.id())) {
                sql.update("DELETE FROM task_logs WHERE task_id = ?", task);
            }
            sql.update("DELETE FROM metrics WHERE trial_id = ?", trial.id());
            sql.update("DELETE FROM trial_tasks WHERE trial_id = ?", trial.id());
        }
        sql.update("DELETE FROM checkpoints WHERE experiment_id = ?", e.id());
        sql.update("DELETE FROM trials WHERE experiment_id = ?", e.id());
        sql.update("DELETE FROM experiment_labels WHERE experiment_id = ?", e.id());
        sql.update("DELETE FROM sessions WHERE experiment_id = ?", e.id());
        sql.update("DELETE FROM experiments WHERE id = ?", e.id());
        e.definition()
                .filter(name -> sql.number("SELECT COUNT(*) FROM experiments WHERE definition = ?", name) == 0)
                .ifPresent(name -> sql.afterwards(() -> definitions.delete(name)));
    }

    static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }
}
