package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The model registry's rows, and as the API shows them. */
final class Models {
    private Models() {}

    /** The model of this name, or with this number. */
    static Row get(Sql sql, String name) {
        Optional<Row> found = name.matches("\\d{1,9}")
                ? sql.first("SELECT * FROM models WHERE id = ?", Integer.valueOf(name))
                : sql.first("SELECT * FROM models WHERE name = ?", name);
        return found.orElseThrow(() -> ApiException.notFound("model \"" + name + "\" not found"));
    }

    static Row version(Sql sql, Row model, int version) {
        return sql.first("SELECT * FROM model_versions WHERE model_id = ? AND version = ?", model.number("id"), version)
                .orElseThrow(() -> ApiException.notFound(
                        "version " + version + " for model \"" + model.text("name") + "\" not found"));
    }

    static ObjectNode json(Sql sql, Row model) {
        ObjectNode json = Json.object().put("name", model.text("name")).put("description", model.text("description"));
        json.set("metadata", model.json("metadata"));
        json.put("creationTime", Json.time(model.time("created")))
                .put("lastUpdatedTime", Json.time(model.time("updated")))
                .put("id", model.number("id"))
                .put(
                        "numVersions",
                        sql.number("SELECT COUNT(*) FROM model_versions WHERE model_id = ?", model.number("id")));
        json.set("labels", model.json("labels"));
        return json.put("username", Users.name(sql, model.number("user_id")))
                .put("workspaceId", model.number("workspace_id"))
                .put("userId", model.number("user_id"))
                .put("archived", model.flag("archived"))
                .put("notes", model.text("notes"));
    }

    static ObjectNode versionJson(Sql sql, Row model, Row version) {
        ObjectNode json = Json.object();
        json.set("model", json(sql, model));
        json.set("checkpoint", Checkpoints.json(sql, Checkpoints.get(sql, version.text("checkpoint_uuid"))));
        json.put("version", version.number("version"))
                .put("creationTime", Json.time(version.time("created")))
                .put("id", version.number("id"))
                .put("name", version.text("name"));
        json.set("metadata", version.json("metadata"));
        json.put("lastUpdatedTime", Json.time(version.time("updated")))
                .put("comment", version.text("comment"))
                .put("username", Users.name(sql, version.number("user_id")))
                .put("userId", version.number("user_id"));
        json.set("labels", version.json("labels"));
        return json.put("notes", version.text("notes"));
    }
}
