package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What can be asked of workspaces and projects. */
record WorkspaceRoutes(ExperimentJson experiments) {

    void addTo(Api api) {
        api.get("/workspaces", WorkspaceRoutes::list);
        api.post("/workspaces", WorkspaceRoutes::create);
        api.get("/workspaces/:id", call -> Json.object()
                .set("workspace", Workspaces.json(call.sql(), Workspaces.workspace(call.sql(), call.id("id")))));
        api.post("/workspaces/:id/archive", call -> archive(call, "workspaces", true));
        api.post("/workspaces/:id/unarchive", call -> archive(call, "workspaces", false));
        api.get("/workspaces/:id/projects", WorkspaceRoutes::projects);
        api.post("/workspaces/:id/projects", WorkspaceRoutes::createProject);
        api.get("/projects/:id", call -> Json.object()
                .set("project", Workspaces.projectJson(call.sql(), Workspaces.project(call.sql(), call.id("id")))));
        api.patch("/projects/:id", WorkspaceRoutes::changeProject);
        api.post("/projects/:id/archive", call -> archive(call, "projects", true));
        api.post("/projects/:id/unarchive", call -> archive(call, "projects", false));
    }

    private static JsonNode list(Call call) {
        List<Row> rows = new ArrayList<>(call.sql()
                .query(
                        "SELECT * FROM workspaces WHERE name ILIKE ? ORDER BY id",
                        "%" + call.asked("name").orElse("") + "%"));
        call.asked("nameCaseSensitive")
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> rows.removeIf(row -> !row.text("name").equals(name)));
        call.askedFlag("archived").ifPresent(archived -> rows.removeIf(row -> row.flag("archived") != archived));
        Page<Row> page = Page.of(rows, call, 0);
        ObjectNode answer = Json.object();
        answer.set(
                "workspaces",
                Json.nodes(page.items().stream()
                        .map(row -> Workspaces.json(call.sql(), row))
                        .toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static JsonNode create(Call call) {
        String name = call.body().text("name");
        if (name.isBlank()) {
            throw ApiException.invalid("name '" + name + "' must be at least 1 character long");
        }
        if (call.sql()
                .first("SELECT id FROM workspaces WHERE LOWER(name) = LOWER(?)", name)
                .isPresent()) {
            throw new ApiException(Code.ALREADY_EXISTS, "avoid names equal to other workspaces (case-insensitive)");
        }
        int id = call.sql()
                .insert(
                        "INSERT INTO workspaces (name, archived, immutable, user_id, created) VALUES (?, FALSE, FALSE, ?, ?)",
                        name,
                        call.user().id(),
                        Instant.now());
        ObjectNode answer = Json.object();
        answer.set("workspace", Workspaces.json(call.sql(), Workspaces.workspace(call.sql(), id)));
        answer.putObject("namespaceBindings");
        return answer;
    }

    private static JsonNode archive(Call call, String table, boolean archived) {
        int id = call.id("id");
        Row row =
                table.equals("workspaces") ? Workspaces.workspace(call.sql(), id) : Workspaces.project(call.sql(), id);
        if (row.flag("immutable")) {
            throw ApiException.precondition(table + " (" + id + ") does not exist or is immutable");
        }
        call.sql().update("UPDATE " + table + " SET archived = ? WHERE id = ?", archived, id);
        return Json.object();
    }

    private static JsonNode projects(Call call) {
        Row workspace = Workspaces.workspace(call.sql(), call.id("id"));
        List<Row> rows = new ArrayList<>(call.sql()
                .query(
                        "SELECT * FROM projects WHERE workspace_id = ? AND name ILIKE ? ORDER BY id",
                        workspace.number("id"),
                        "%" + call.asked("name").orElse("") + "%"));
        call.askedFlag("archived").ifPresent(archived -> rows.removeIf(row -> row.flag("archived") != archived));
        Page<Row> page = Page.of(rows, call, 0);
        ObjectNode answer = Json.object();
        answer.set(
                "projects",
                Json.nodes(page.items().stream()
                        .map(row -> Workspaces.projectJson(call.sql(), row))
                        .toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static JsonNode createProject(Call call) {
        Row workspace = Workspaces.workspace(call.sql(), call.id("id"));
        String name = call.body().text("name");
        if (call.sql()
                .first(
                        "SELECT id FROM projects WHERE workspace_id = ? AND LOWER(name) = LOWER(?)",
                        workspace.number("id"),
                        name)
                .isPresent()) {
            throw new ApiException(Code.ALREADY_EXISTS, "avoid names equal to other projects (case-insensitive)");
        }
        int id = call.sql()
                .insert(
                        "INSERT INTO projects (name, description, workspace_id, archived, immutable, user_id, short_key)"
                                + " VALUES (?, ?, ?, FALSE, FALSE, ?, ?)",
                        name,
                        call.body().text("description"),
                        workspace.number("id"),
                        call.user().id(),
                        call.body().textIfAny("key").orElseGet(() -> Workspaces.key(call.sql(), name)));
        return Json.object().set("project", Workspaces.projectJson(call.sql(), Workspaces.project(call.sql(), id)));
    }

    private static JsonNode changeProject(Call call) {
        int id = Workspaces.project(call.sql(), call.id("id")).number("id");
        call.body().textIfAny("name").ifPresent(name -> call.sql()
                .update("UPDATE projects SET name = ? WHERE id = ?", name, id));
        call.body().textIfAny("description").ifPresent(text -> call.sql()
                .update("UPDATE projects SET description = ? WHERE id = ?", text, id));
        return Json.object().set("project", Workspaces.projectJson(call.sql(), Workspaces.project(call.sql(), id)));
    }
}
