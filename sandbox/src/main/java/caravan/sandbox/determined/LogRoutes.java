package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Logs of trials: what is there, or all until the trial has ended; and lines that a shipper sends. */
record LogRoutes(Vertx vertx, Database database) {
    private static final int MOST = 1000;
    private static final long LOOK_MILLIS = 200;

    void addTo(Api api) {
        api.streamed("/trials/:trialId/logs", this::logs);
        api.post("/task/logs", this::ship);
    }

    private void logs(RoutingContext context, Call call) {
        int trial = call.id("trialId");
        database.transaction(sql -> Trial.get(sql, trial));
        context.response().putHeader("Content-Type", "application/json").setChunked(true);
        boolean descending = call.descending();
        int limit = call.askedNumber("limit").orElse(0);
        if (call.askedFlag("follow").orElse(false)) {
            follow(context, call, trial, 0);
            return;
        }
        int after = 0;
        int left = limit <= 0 ? Integer.MAX_VALUE : limit;
        while (left > 0) {
            List<Row> rows = rows(call, trial, after, descending, Math.min(MOST, left));
            write(context, trial, rows);
            if (rows.size() < Math.min(MOST, left)) {
                break;
            }
            left -= rows.size();
            after = rows.get(rows.size() - 1).number("id");
        }
        context.response().end();
    }

    /** Writes what is new and looks again a little later, until the trial has ended and all is told. */
    private void follow(RoutingContext context, Call call, int trial, int after) {
        vertx.<Integer>executeBlocking(
                        () -> {
                            boolean over = database.transaction(sql -> Trial.find(sql, trial))
                                    .map(t -> t.state().terminal())
                                    .orElse(true);
                            List<Row> rows = rows(call, trial, after, false, MOST);
                            write(context, trial, rows);
                            int last = rows.isEmpty()
                                    ? after
                                    : rows.get(rows.size() - 1).number("id");
                            return over && rows.size() < MOST ? -1 : last;
                        },
                        false)
                .onSuccess(last -> {
                    if (context.response().closed()) {
                        return;
                    }
                    if (last < 0) {
                        context.response().end();
                    } else {
                        vertx.setTimer(LOOK_MILLIS, id -> follow(context, call, trial, last));
                    }
                })
                .onFailure(failure -> Api.fail(context, Code.INTERNAL, failure.toString()));
    }

    private List<Row> rows(Call call, int trial, int after, boolean descending, int limit) {
        List<Object> values = new ArrayList<>(List.of(trial));
        StringBuilder where = new StringBuilder("task_id IN (SELECT task_id FROM trial_tasks WHERE trial_id = ?)");
        if (after > 0) {
            where.append(descending ? " AND id < ?" : " AND id > ?");
            values.add(after);
        }
        List<String> levels = call.all("levels");
        if (!levels.isEmpty()) {
            where.append(" AND level IN (")
                    .append(levels.stream().map(level -> "?").collect(Collectors.joining(", ")))
                    .append(")");
            values.addAll(levels);
        }
        call.asked("searchText").filter(text -> !text.isEmpty()).ifPresent(text -> {
            where.append(" AND LOCATE(?, line) > 0");
            values.add(text);
        });
        values.add(limit);
        return database.transaction(sql -> sql.query(
                "SELECT * FROM task_logs WHERE " + where + " ORDER BY id " + (descending ? "DESC" : "ASC") + " LIMIT ?",
                values.toArray()));
    }

    private static void write(RoutingContext context, int trial, List<Row> rows) {
        if (rows.isEmpty() || context.response().closed()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(Json.object().<ObjectNode>set("result", TaskLogs.json(row, trial)))
                .append('\n'));
        context.response().write(lines.toString());
    }

    private JsonNode ship(Call call) {
        for (JsonNode node : call.body().list("logs")) {
            Fields line = new Fields(node);
            TaskLogs.insert(
                    call.sql(),
                    new TaskLogs.Line(
                            line.text("taskId"),
                            line.text("allocationId"),
                            line.text("containerId"),
                            line.textIfAny("timestamp")
                                    .map(t -> OffsetDateTime.parse(t).toInstant())
                                    .orElseGet(Instant::now),
                            line.textIfAny("level").orElse("LOG_LEVEL_UNSPECIFIED"),
                            line.textIfAny("stdtype").orElse("stdout"),
                            line.numberIfAny("rankId").map(Long::intValue),
                            line.text("log").stripTrailing()));
        }
        return Json.object();
    }
}
