package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What can be asked of the model registry. */
final class ModelRoutes {
    private static final List<String> SORTS = List.of(
            "SORT_BY_UNSPECIFIED",
            "SORT_BY_NAME",
            "SORT_BY_DESCRIPTION",
            "SORT_BY_CREATION_TIME",
            "SORT_BY_LAST_UPDATED_TIME",
            "SORT_BY_NUM_VERSIONS",
            "SORT_BY_WORKSPACE");
    private static final List<String> VERSION_SORTS =
            List.of("SORT_BY_UNSPECIFIED", "SORT_BY_VERSION", "SORT_BY_CREATION_TIME");

    void addTo(Api api) {
        api.post("/models", ModelRoutes::create);
        api.get("/models", ModelRoutes::list);
        api.get("/model/labels", ModelRoutes::labels);
        api.get("/models/:name", call -> Json.object().set("model", Models.json(call.sql(), model(call))));
        api.patch("/models/:name", ModelRoutes::change);
        api.delete("/models/:name", ModelRoutes::delete);
        api.post("/models/:name/archive", call -> archive(call, true));
        api.post("/models/:name/unarchive", call -> archive(call, false));
        api.post("/models/:name/versions", ModelRoutes::register);
        api.get("/models/:name/versions", ModelRoutes::versions);
        api.get("/models/:name/versions/:modelVersionNum", call -> Json.object()
                .set("modelVersion", Models.versionJson(call.sql(), model(call), version(call))));
        api.patch("/models/:name/versions/:modelVersionNum", ModelRoutes::changeVersion);
        api.delete("/models/:name/versions/:modelVersionNum", call -> {
            call.sql()
                    .update(
                            "DELETE FROM model_versions WHERE id = ?",
                            version(call).number("id"));
            return Json.object();
        });
    }

    private static Row model(Call call) {
        return Models.get(call.sql(), call.text("name"));
    }

    private static Row version(Call call) {
        int number = call.id("modelVersionNum");
        return Models.version(call.sql(), model(call), number);
    }

    private static String checked(String name) {
        if (name.isBlank()) {
            throw ApiException.invalid("model names cannot be blank");
        }
        if (name.contains("/") || name.contains("\\")) {
            throw ApiException.invalid("model names cannot have slashes");
        }
        if (name.matches("\\d+")) {
            throw ApiException.invalid("model names cannot be only numbers");
        }
        if (name.contains("  ")) {
            throw ApiException.invalid("model names cannot have excessive spacing");
        }
        return name;
    }

    private static JsonNode create(Call call) {
        Sql sql = call.sql();
        Fields body = call.body();
        String name = checked(body.text("name"));
        int workspace = body.textIfAny("workspaceName")
                .map(w -> sql.first("SELECT id FROM workspaces WHERE name = ?", w)
                        .orElseThrow(() -> ApiException.internal("failed to get workspace " + w + ": not found"))
                        .number("id"))
                .orElse(Math.max(1, body.number("workspaceId")));
        if (sql.first("SELECT id FROM models WHERE name = ?", name).isPresent()) {
            throw new ApiException(Code.ALREADY_EXISTS, "avoid names equal to other models (case-sensitive)");
        }
        Instant now = Instant.now();
        sql.insert(
                "INSERT INTO models (name, description, notes, metadata, labels, created, updated, user_id, workspace_id,"
                        + " archived) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE)",
                name,
                body.text("description"),
                body.text("notes"),
                body.objectIfAny("metadata").orElseGet(Json::object),
                Json.texts(body.texts("labels")),
                now,
                now,
                call.user().id(),
                workspace);
        return Json.object().set("model", Models.json(sql, Models.get(sql, name)));
    }

    private static JsonNode list(Call call) {
        Sql sql = call.sql();
        List<Row> models = new ArrayList<>(sql.query(
                "SELECT * FROM models WHERE name ILIKE ? AND description ILIKE ? ORDER BY id",
                "%" + call.asked("name").orElse("") + "%",
                "%" + call.asked("description").orElse("") + "%"));
        call.askedFlag("archived").ifPresent(archived -> models.removeIf(m -> m.flag("archived") != archived));
        List<String> labels = call.all("labels");
        models.removeIf(
                m -> !labels.isEmpty() && texts(m.json("labels")).stream().noneMatch(labels::contains));
        List<String> users = call.all("users");
        models.removeIf(m -> !users.isEmpty() && !users.contains(Users.name(sql, m.number("user_id"))));
        Comparator<Row> order =
                switch (call.askedOne("sortBy", "apiv1.GetModelsRequest_SortBy", "SORT_BY_UNSPECIFIED", SORTS)) {
                    case "SORT_BY_NAME" ->
                        Comparator.comparing(m -> m.text("name").toLowerCase(Locale.ROOT));
                    case "SORT_BY_DESCRIPTION" -> Comparator.comparing(m -> m.text("description"));
                    case "SORT_BY_CREATION_TIME" -> Comparator.comparingLong(m -> m.large("created"));
                    case "SORT_BY_NUM_VERSIONS" ->
                        Comparator.comparingInt(
                                m -> Models.json(sql, m).path("numVersions").asInt());
                    case "SORT_BY_WORKSPACE" -> Comparator.comparingInt(m -> m.number("workspace_id"));
                    default -> Comparator.comparingLong(m -> m.large("updated"));
                };
        models.sort(call.descending() ? order.reversed() : order);
        Page<Row> page = Page.of(models, call, 0);
        ObjectNode answer = Json.object();
        answer.set(
                "models",
                Json.nodes(page.items().stream().map(m -> Models.json(sql, m)).toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode labels(Call call) {
        TreeSet<String> labels = new TreeSet<>();
        call.sql().query("SELECT labels FROM models").forEach(row -> labels.addAll(texts(row.json("labels"))));
        return Json.object().set("labels", Json.texts(labels));
    }

    private static JsonNode change(Call call) {
        Row model = model(call);
        if (model.flag("archived")) {
            throw ApiException.internal(
                    "model \"" + model.text("name") + "\" is archived and cannot have attributes updated");
        }
        Sql sql = call.sql();
        Fields body = call.body();
        int id = model.number("id");
        body.textIfAny("name").ifPresent(name -> {
            if (!name.equals(model.text("name"))
                    && sql.first("SELECT id FROM models WHERE name = ?", name).isPresent()) {
                throw new ApiException(Code.ALREADY_EXISTS, "avoid names equal to other models (case-sensitive)");
            }
            sql.update("UPDATE models SET name = ? WHERE id = ?", checked(name), id);
        });
        body.textIfAny("description")
                .ifPresent(text -> sql.update("UPDATE models SET description = ? WHERE id = ?", text, id));
        body.textIfAny("notes").ifPresent(text -> sql.update("UPDATE models SET notes = ? WHERE id = ?", text, id));
        body.objectIfAny("metadata")
                .ifPresent(json -> sql.update("UPDATE models SET metadata = ? WHERE id = ?", json, id));
        if (body.has("labels")) {
            sql.update("UPDATE models SET labels = ? WHERE id = ?", Json.texts(body.texts("labels")), id);
        }
        sql.update("UPDATE models SET updated = ? WHERE id = ?", Instant.now(), id);
        return Json.object().set("model", Models.json(sql, Models.get(sql, String.valueOf(id))));
    }

    private static JsonNode delete(Call call) {
        int id = model(call).number("id");
        call.sql().update("DELETE FROM model_versions WHERE model_id = ?", id);
        call.sql().update("DELETE FROM models WHERE id = ?", id);
        return Json.object();
    }

    private static JsonNode archive(Call call, boolean archived) {
        call.sql()
                .update(
                        "UPDATE models SET archived = ? WHERE id = ?",
                        archived,
                        model(call).number("id"));
        return Json.object();
    }

    private static JsonNode register(Call call) {
        Sql sql = call.sql();
        Fields body = call.body();
        Row model = model(call);
        if (model.flag("archived")) {
            throw ApiException.internal(
                    "model \"" + model.text("name") + "\" is archived and cannot register new versions");
        }
        String uuid = body.text("checkpointUuid");
        if (uuid.length() != 36) {
            throw ApiException.internal(
                    "error running query: get_checkpoint: ERROR: invalid input syntax for type uuid: \"" + uuid
                            + "\" (SQLSTATE 22P02)");
        }
        Row checkpoint = Checkpoints.get(sql, uuid);
        if (!checkpoint.text("state").equals("COMPLETED")) {
            throw ApiException.internal("checkpoint " + uuid + " is in STATE_" + checkpoint.text("state")
                    + " state. checkpoints for model versions must be in a COMPLETED state");
        }
        ObjectNode before = Models.json(sql, model);
        int number = 1
                + (int) sql.number(
                        "SELECT COALESCE(MAX(version), 0) FROM model_versions WHERE model_id = ?", model.number("id"));
        Instant now = Instant.now();
        sql.insert(
                "INSERT INTO model_versions (model_id, version, checkpoint_uuid, name, comment, notes, metadata, labels,"
                        + " created, updated, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                model.number("id"),
                number,
                uuid,
                body.text("name"),
                body.text("comment"),
                body.text("notes"),
                body.objectIfAny("metadata").orElseGet(Json::object),
                Json.texts(body.texts("labels")),
                now,
                now,
                call.user().id());
        sql.update("UPDATE models SET updated = ? WHERE id = ?", now, model.number("id"));
        ObjectNode version = Models.versionJson(sql, model, Models.version(sql, model, number));
        version.set("model", before.put("workspaceId", 0).put("userId", 0));
        version.putNull("lastUpdatedTime").put("userId", 0);
        return Json.object().set("modelVersion", version);
    }

    private static JsonNode versions(Call call) {
        Sql sql = call.sql();
        Row model = model(call);
        String sort =
                call.askedOne("sortBy", "apiv1.GetModelVersionsRequest_SortBy", "SORT_BY_UNSPECIFIED", VERSION_SORTS);
        List<Row> versions = sql.query(
                "SELECT * FROM model_versions WHERE model_id = ? ORDER BY "
                        + (sort.equals("SORT_BY_CREATION_TIME") ? "created" : "version")
                        + (call.descending() ? " DESC" : " ASC"),
                model.number("id"));
        Page<Row> page = Page.of(versions, call, 0);
        ObjectNode answer = Json.object();
        answer.set("model", Models.json(sql, model));
        answer.set(
                "modelVersions",
                Json.nodes(page.items().stream()
                        .map(v -> Models.versionJson(sql, model, v))
                        .toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static JsonNode changeVersion(Call call) {
        Sql sql = call.sql();
        Fields body = call.body();
        int id = version(call).number("id");
        for (String column : List.of("name", "notes", "comment")) {
            body.textIfAny(column)
                    .ifPresent(
                            text -> sql.update("UPDATE model_versions SET " + column + " = ? WHERE id = ?", text, id));
        }
        body.objectIfAny("metadata")
                .ifPresent(json -> sql.update("UPDATE model_versions SET metadata = ? WHERE id = ?", json, id));
        if (body.has("labels")) {
            sql.update("UPDATE model_versions SET labels = ? WHERE id = ?", Json.texts(body.texts("labels")), id);
        }
        sql.update("UPDATE model_versions SET updated = ? WHERE id = ?", Instant.now(), id);
        ObjectNode version = Models.versionJson(sql, model(call), version(call));
        ((ObjectNode) version.path("model")).put("workspaceId", 0).put("userId", 0);
        return Json.object().set("modelVersion", version);
    }
}
