package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be asked of checkpoints. */
final class CheckpointRoutes {
    private static final List<String> SORTS = List.of(
            "SORT_BY_UNSPECIFIED",
            "SORT_BY_UUID",
            "SORT_BY_TRIAL_ID",
            "SORT_BY_BATCH_NUMBER",
            "SORT_BY_END_TIME",
            "SORT_BY_STATE",
            "SORT_BY_SEARCHER_METRIC");

    /** A checkpoint and what it may be sorted by. */
    private record Found(Row row, Optional<JsonNode> searcherMetric, Optional<JsonNode> namedMetric) {}

    void addTo(Api api) {
        api.post("/checkpoints", call -> {
            Checkpoints.report(call.sql(), call.body());
            return Json.object();
        });
        api.get("/checkpoints/:uuid", CheckpointRoutes::get);
        api.post("/checkpoints/:uuid/metadata", CheckpointRoutes::metadata);
        api.delete("/checkpoints", call -> remove(call, call.body().texts("checkpointUuids")));
        api.post("/checkpoints/rm", CheckpointRoutes::removeFiles);
        api.get("/experiments/:experimentId/checkpoints", call -> {
            Experiment e = Experiment.get(call.sql(), call.id("experimentId"));
            return list(call, e, call.sql().query("SELECT * FROM checkpoints WHERE experiment_id = ?", e.id()));
        });
        api.get("/trials/:trialId/checkpoints", call -> {
            Trial trial = Trial.get(call.sql(), call.id("trialId"));
            return list(
                    call,
                    Experiment.get(call.sql(), trial.experiment()),
                    call.sql().query("SELECT * FROM checkpoints WHERE trial_id = ?", trial.id()));
        });
    }

    private static String uuid(Call call) {
        String uuid = call.text("uuid");
        if (uuid.length() != 36) {
            throw ApiException.internal("invalid UUID length: " + uuid.length());
        }
        return uuid;
    }

    private static JsonNode get(Call call) {
        return Json.object().set("checkpoint", Checkpoints.json(call.sql(), Checkpoints.get(call.sql(), uuid(call))));
    }

    private static JsonNode metadata(Call call) {
        Row row = Checkpoints.get(call.sql(), uuid(call));
        ObjectNode metadata =
                call.body().fields("checkpoint").objectIfAny("metadata").orElseGet(Json::object);
        call.sql()
                .update(
                        "UPDATE checkpoints SET metadata = ?, steps = ? WHERE uuid = ?",
                        metadata,
                        Checkpoints.steps(metadata).orElse(null),
                        row.text("uuid"));
        return get(call);
    }

    private static JsonNode remove(Call call, List<String> uuids) {
        List<Row> rows =
                uuids.stream().map(uuid -> Checkpoints.get(call.sql(), uuid)).toList();
        String registered = rows.stream()
                .flatMap(row -> Checkpoints.registered(call.sql(), row.text("uuid")).stream()
                        .map(version -> row.text("uuid") + ", registered to " + version.text("name") + " (model #"
                                + version.text("id") + "), version " + version.text("version") + "."))
                .collect(Collectors.joining(" "));
        if (!registered.isEmpty()) {
            throw ApiException.invalid(
                    "this subset of checkpoints provided are in the model registry and cannot be deleted: "
                            + registered);
        }
        rows.forEach(row -> Checkpoints.delete(call.sql(), row));
        return Json.object();
    }

    private static JsonNode removeFiles(Call call) {
        List<String> globs = call.body().texts("checkpointGlobs");
        if (!globs.isEmpty() && !globs.equals(List.of("**/*"))) {
            throw ApiException.unimplemented("the removal of a part of a checkpoint (checkpointGlobs)");
        }
        return remove(call, call.body().texts("checkpointUuids"));
    }

    private static JsonNode list(Call call, Experiment e, List<Row> rows) {
        Sql sql = call.sql();
        Optional<String> named = call.asked("sortByMetric").filter(n -> !n.isEmpty());
        String sort = call.askedOne("sortByAttr", "checkpointv1.SortBy", "SORT_BY_UNSPECIFIED", SORTS);
        List<String> states = call.all("states");
        List<Found> found = new ArrayList<>();
        for (Row row : rows) {
            if (states.isEmpty() || states.contains("STATE_" + row.text("state"))) {
                found.add(new Found(row, Checkpoints.searcherMetric(sql, row, e), named.flatMap(name -> Metrics.at(
                                sql, row.number("trial_id"), "validation", row.number("steps"))
                        .map(report -> report.averages().path(name))
                        .filter(JsonNode::isNumber))));
            }
        }
        found.sort(order(call, e, sort, named.isPresent()));
        Page<Found> page = Page.of(found, call, 0);
        ObjectNode answer = Json.object();
        answer.set(
                "checkpoints",
                Json.nodes(page.items().stream()
                        .map(item -> Checkpoints.json(sql, item.row()))
                        .toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static Comparator<Found> order(Call call, Experiment e, String sort, boolean byName) {
        boolean descending = call.descending();
        Comparator<Found> time = Comparator.comparingLong(f -> f.row().large("reported"));
        if (byName) {
            Comparator<Optional<JsonNode>> values =
                    Comparator.comparing(v -> v.orElse(null), Comparator.nullsFirst(Metrics.ASCENDING));
            Comparator<Found> order = Comparator.comparing(Found::namedMetric, values);
            return (descending ? order.reversed() : order).thenComparing(time);
        }
        if (sort.equals("SORT_BY_SEARCHER_METRIC")) {
            boolean unsaid = call.asked("orderBy")
                    .filter(o -> !o.isEmpty() && !o.equals("ORDER_BY_UNSPECIFIED"))
                    .isEmpty();
            boolean largestFirst = unsaid ? !e.smallerIsBetter() : descending;
            return Comparator.<Found, JsonNode>comparing(
                            f -> f.searcherMetric().orElse(null),
                            Comparator.nullsLast(largestFirst ? Metrics.ASCENDING.reversed() : Metrics.ASCENDING))
                    .thenComparing(time);
        }
        Comparator<Found> order =
                switch (sort) {
                    case "SORT_BY_UUID" -> Comparator.comparing(f -> f.row().text("uuid"));
                    case "SORT_BY_TRIAL_ID" ->
                        Comparator.comparingInt(f -> f.row().number("trial_id"));
                    case "SORT_BY_BATCH_NUMBER" ->
                        Comparator.comparingInt(f -> f.row().number("steps"));
                    case "SORT_BY_STATE" -> Comparator.comparing(f -> f.row().text("state"));
                    default -> time;
                };
        return (descending ? order.reversed() : order).thenComparing(time);
    }
}
