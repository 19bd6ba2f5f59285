package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What trials say. Lines are stored in batches, a fraction of a second after they were said. */
final class TaskLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskLogs.class);
    private static final Pattern PREFIX =
            Pattern.compile("^(?:\\[rank=(\\d+)] )?(?:(DEBUG|INFO|WARNING|ERROR|CRITICAL): )?(.*)$", Pattern.DOTALL);
    private static final int WAITING = 20_000;
    private static final long GATHER_MILLIS = 50;

    /** A line of a task. */
    record Line(
            String task,
            String allocation,
            String container,
            Instant time,
            String level,
            String stdtype,
            Optional<Integer> rank,
            String text) {}

    private final Database database;
    private final LinkedBlockingQueue<Line> queue = new LinkedBlockingQueue<>(WAITING);
    private final Semaphore available = new Semaphore(0);
    private final Thread writer = new Thread(this::write, "task-logs");
    private volatile boolean closed;

    TaskLogs(Database database) {
        this.database = database;
        writer.setDaemon(true);
        writer.start();
    }

    /** A line as a process said it, whose prefix may give rank and level. */
    static Line said(String task, String allocation, String container, String stdtype, String text) {
        Matcher parts = PREFIX.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("the pattern takes every line");
        }
        return new Line(
                task,
                allocation,
                container,
                Instant.now(),
                "LOG_LEVEL_" + (parts.group(2) == null ? "INFO" : parts.group(2)),
                stdtype,
                Optional.ofNullable(parts.group(1)).map(Integer::valueOf),
                parts.group(3));
    }

    /** Takes a line; waits where many are to be stored, so that a talkative process is slowed down. */
    void add(Line line) {
        try {
            queue.put(line);
            available.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        while (!closed || !queue.isEmpty()) {
            try {
                available.acquire();
                TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
                available.drainPermits();
                flush();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("lines of a task's log are lost", e);
            }
        }
    }

    /** Stores what was said until now, in the transaction that is running, if one is. */
    void flush() {
        database.transaction(sql -> {
            List<Line> lines = new ArrayList<>();
            queue.drainTo(lines);
            lines.forEach(line -> insert(sql, line));
            return null;
        });
    }

    static void insert(Sql sql, Line line) {
        sql.update(
                "INSERT INTO task_logs (task_id, written, level, stdtype, source, container_id, allocation_id, rank_id,"
                        + " line) VALUES (?, ?, ?, ?, 'task', ?, ?, ?, ?)",
                line.task,
                line.time,
                line.level,
                line.stdtype,
                line.container,
                line.allocation,
                line.rank.orElse(null),
                line.text);
    }

    /** A row as the API shows it. */
    static ObjectNode json(Row row, int trial) {
        String time = Json.time(row.time("written").orElseThrow());
        String level = row.text("level").replace("LOG_LEVEL_", "");
        String container = row.text("container_id");
        String text = row.text("line");
        String message = "[" + time + "] "
                + (container.isEmpty() ? "" : container.substring(0, Math.min(8, container.length())) + " ") + "|| "
                + (level.equals("UNSPECIFIED") ? "" : level + ": ") + text + "\n";
        ObjectNode json = Json.object()
                .put("id", row.text("id"))
                .put("timestamp", time)
                .put("message", message)
                .put("level", row.text("level"))
                .put("trialId", trial)
                .put("taskId", row.text("task_id"))
                .put("agentId", Agent.NAME)
                .put("containerId", container)
                .put("log", text + "\n")
                .put("source", row.text("source"))
                .put("stdtype", row.text("stdtype"));
        if (row.has("rank_id")) {
            json.put("rankId", row.number("rank_id"));
        }
        return json;
    }

    @Override
    public void close() {
        closed = true;
        available.release();
        try {
            writer.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
