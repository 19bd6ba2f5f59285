package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Sql;
import java.time.Instant;
import java.util.function.IntConsumer;

/** How the states of experiments change; with what follows from each change. */
final class Lifecycle {
    private final Webhooks webhooks;
    private final IntConsumer ended;

    /**
     * Changes of state.
     *
     * @param ended told of each experiment that has come to its end
     */
    Lifecycle(Webhooks webhooks, IntConsumer ended) {
        this.webhooks = webhooks;
        this.ended = ended;
    }

    /** Moves a managed experiment, with its trial, through stopping to the end. */
    void end(Sql sql, int experiment, State terminal) {
        State now = Experiment.get(sql, experiment).state();
        if (!now.stopping()) {
            move(
                    sql,
                    experiment,
                    switch (terminal) {
                        case COMPLETED -> State.STOPPING_COMPLETED;
                        case ERROR -> State.STOPPING_ERROR;
                        default -> State.STOPPING_CANCELED;
                    });
        }
        move(sql, experiment, terminal);
    }

    /** Moves a managed experiment, with its trial, to a state. */
    void move(Sql sql, int experiment, State to) {
        sql.update("UPDATE experiments SET state = ? WHERE id = ?", to, experiment);
        sql.update("UPDATE trials SET state = ? WHERE experiment_id = ?", to, experiment);
        if (to.terminal()) {
            Instant now = Instant.now();
            sql.update("UPDATE experiments SET ended = ? WHERE id = ?", now, experiment);
            sql.update("UPDATE trials SET ended = ? WHERE experiment_id = ?", now, experiment);
            if (to == State.COMPLETED) {
                sql.update("UPDATE experiments SET progress = 1 WHERE id = ?", experiment);
            }
            Users.closeOf(sql, experiment);
            sql.afterwards(() -> ended.accept(experiment));
        }
        webhooks.changed(sql, Experiment.get(sql, experiment), to);
    }
}
