package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Workspaces and projects, and as the API shows them. */
final class Workspaces {
    private Workspaces() {}

    /** The workspace and project that everything is in which names no other. */
    static void ensureDefault(Sql sql) {
        if (sql.number("SELECT COUNT(*) FROM workspaces") == 0) {
            int workspace = sql.insert(
                    "INSERT INTO workspaces (name, archived, immutable, user_id, created)"
                            + " VALUES ('Uncategorized', FALSE, TRUE, 1, ?)",
                    Instant.now());
            sql.insert(
                    "INSERT INTO projects (name, description, workspace_id, archived, immutable, user_id, short_key)"
                            + " VALUES ('Uncategorized', '', ?, FALSE, TRUE, 1, 'UNC')",
                    workspace);
        }
    }

    static Row workspace(Sql sql, int id) {
        return sql.first("SELECT * FROM workspaces WHERE id = ?", id)
                .orElseThrow(() -> ApiException.notFound("workspace '" + id + "' not found"));
    }

    static Row project(Sql sql, int id) {
        return sql.first("SELECT * FROM projects WHERE id = ?", id)
                .orElseThrow(() -> ApiException.notFound("project '" + id + "' not found"));
    }

    static ObjectNode json(Sql sql, Row row) {
        int id = row.number("id");
        return Json.object()
                .put("id", id)
                .put("name", row.text("name"))
                .put("archived", row.flag("archived"))
                .put("username", Users.name(sql, row.number("user_id")))
                .put("immutable", row.flag("immutable"))
                .put("numProjects", sql.number("SELECT COUNT(*) FROM projects WHERE workspace_id = ?", id))
                .put("pinned", true)
                .put("userId", row.number("user_id"))
                .put(
                        "numExperiments",
                        sql.number(
                                "SELECT COUNT(*) FROM experiments e JOIN projects p ON p.id = e.project_id"
                                        + " WHERE p.workspace_id = ?",
                                id))
                .put("state", "WORKSPACE_STATE_UNSPECIFIED")
                .put("errorMessage", "")
                .put("pinnedAt", Json.time(row.time("created")))
                .put("defaultComputePool", "")
                .put("defaultAuxPool", "");
    }

    static ObjectNode projectJson(Sql sql, Row row) {
        int id = row.number("id");
        Optional<Row> last = sql.first("SELECT MAX(started) AS started FROM experiments WHERE project_id = ?", id);
        ObjectNode json = Json.object()
                .put("id", id)
                .put("name", row.text("name"))
                .put("workspaceId", row.number("workspace_id"))
                .put("description", row.text("description"))
                .put("lastExperimentStartedAt", Json.time(last.flatMap(r -> r.time("started"))));
        json.putArray("notes");
        return json.put("numExperiments", sql.number("SELECT COUNT(*) FROM experiments WHERE project_id = ?", id))
                .put(
                        "numActiveExperiments",
                        sql.number(
                                "SELECT COUNT(*) FROM experiments WHERE project_id = ? AND state IN ('ACTIVE', 'RUNNING')",
                                id))
                .put("archived", row.flag("archived"))
                .put("username", Users.name(sql, row.number("user_id")))
                .put("immutable", row.flag("immutable"))
                .put("userId", row.number("user_id"))
                .put("workspaceName", workspace(sql, row.number("workspace_id")).text("name"))
                .put("state", "WORKSPACE_STATE_UNSPECIFIED")
                .put("errorMessage", "")
                .put("key", row.text("short_key"))
                .put("numRuns", 0);
    }

    static String key(Sql sql, String name) {
        String letters = (name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "") + "PRJ").substring(0, 3);
        return letters + sql.number("SELECT COUNT(*) FROM projects");
    }
}
