package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What can be asked of webhooks. */
record WebhookRoutes(Webhooks webhooks) {

    void addTo(Api api) {
        api.post("/webhooks", this::create);
        api.get("/webhooks", call -> {
            List<ObjectNode> all = call.sql().query("SELECT * FROM webhooks ORDER BY id").stream()
                    .map(WebhookRoutes::json)
                    .toList();
            return Json.object().set("webhooks", Json.nodes(all));
        });
        api.patch("/webhooks/:id", call -> {
            String url = call.body().has("webhook")
                    ? call.body().fields("webhook").text("url")
                    : call.body().text("url");
            call.sql()
                    .update(
                            "UPDATE webhooks SET url = ? WHERE id = ?",
                            checked(url),
                            hook(call).number("id"));
            return Json.object();
        });
        api.delete("/webhooks/:id", call -> {
            Row hook = hook(call);
            mayEdit(call, Optional.of(hook.number("workspace_id")).filter(w -> w != 0));
            call.sql().update("DELETE FROM webhooks WHERE id = ?", hook.number("id"));
            return Json.object();
        });
        api.post("/webhooks/:id/test", call -> {
            Row hook = hook(call);
            webhooks.keep(
                    call.sql(),
                    hook,
                    Json.object().put("state", "COMPLETED"),
                    Json.object().put("data", "test"));
            return Json.object().put("completed", false);
        });
    }

    private static Row hook(Call call) {
        return call.sql()
                .first("SELECT * FROM webhooks WHERE id = ?", call.id("id"))
                .orElseThrow(() -> ApiException.internal("sql: no rows in result set"));
    }

    private JsonNode create(Call call) {
        Fields body = call.body();
        Optional<Integer> workspace = Optional.of(body.number("workspaceId")).filter(id -> id != 0);
        mayEdit(call, workspace);
        if (body.list("triggers").isEmpty()) {
            throw ApiException.invalid("at least one trigger required");
        }
        ArrayNode triggers = Json.array();
        for (JsonNode node : body.list("triggers")) {
            Fields trigger = new Fields(node);
            String type = trigger.text("triggerType");
            if (!type.equals(Webhooks.STATE_CHANGE)) {
                throw ApiException.unimplemented("webhooks with triggers of type " + type);
            }
            triggers.add(Json.object()
                    .put("id", triggers.size() + 1)
                    .put("triggerType", type)
                    .<ObjectNode>set("condition", trigger.fields("condition").node())
                    .put("webhookId", 0));
        }
        String type = body.textIfAny("webhookType").orElse("WEBHOOK_TYPE_DEFAULT");
        if (!type.equals("WEBHOOK_TYPE_DEFAULT")) {
            throw ApiException.unimplemented("webhooks of type " + type);
        }
        int id = call.sql()
                .insert(
                        "INSERT INTO webhooks (name, url, type, mode, workspace_id, triggers, user_id)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        body.text("name"),
                        checked(body.text("url")),
                        type,
                        body.textIfAny("mode").orElse("WEBHOOK_MODE_WORKSPACE"),
                        workspace.orElse(null),
                        triggers,
                        call.user().id());
        return Json.object()
                .set(
                        "webhook",
                        json(call.sql()
                                .first("SELECT * FROM webhooks WHERE id = ?", id)
                                .orElseThrow()));
    }

    /** Global ones are the administrators', others their workspace's owner's as well. */
    private static void mayEdit(Call call, Optional<Integer> workspace) {
        if (call.user().admin()) {
            return;
        }
        if (workspace.isEmpty()) {
            throw ApiException.internal("non admin users can't edit global webhooks");
        }
        if (Workspaces.workspace(call.sql(), workspace.get()).number("user_id")
                != call.user().id()) {
            throw ApiException.forbidden("non admin users may not edit webhooks of other users' workspaces");
        }
    }

    private static String checked(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("valid url required");
        }
        throw ApiException.invalid("valid url required");
    }

    private static ObjectNode json(Row row) {
        ObjectNode json = Json.object().put("id", row.number("id")).put("url", row.text("url"));
        json.set("triggers", row.json("triggers"));
        return json.put("webhookType", row.text("type"))
                .put("name", row.text("name"))
                .put("workspaceId", row.number("workspace_id"))
                .put("mode", row.text("mode"));
    }
}
