package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What can be asked of trials, and what they report. */
record TrialRoutes(Database database, TrialJson json, Lifecycle lifecycle, Agent agent) {
    private static final List<String> SORTS = List.of(
            "SORT_BY_UNSPECIFIED",
            "SORT_BY_ID",
            "SORT_BY_START_TIME",
            "SORT_BY_END_TIME",
            "SORT_BY_STATE",
            "SORT_BY_BEST_VALIDATION_METRIC",
            "SORT_BY_LATEST_VALIDATION_METRIC",
            "SORT_BY_BATCHES_PROCESSED",
            "SORT_BY_DURATION",
            "SORT_BY_RESTARTS",
            "SORT_BY_CHECKPOINT_SIZE");

    void addTo(Api api) {
        api.get("/experiments/:experimentId/trials", this::list);
        api.streamed("/trials/metrics/trial_metrics", (context, call) -> new MetricsStream(database, "")
                .answer(context, call));
        api.streamed("/trials/metrics/training_metrics", (context, call) -> new MetricsStream(database, "training")
                .answer(context, call));
        api.streamed("/trials/metrics/validation_metrics", (context, call) -> new MetricsStream(database, "validation")
                .answer(context, call));
        api.get("/trials/:trialId", call -> Json.object().set("trial", json.json(call.sql(), trial(call))));
        api.get("/trials/:trialId/workloads", TrialRoutes::workloads);
        api.post("/trials/:trialId/kill", this::kill);
        api.post("/trials/:trialId/metrics", TrialRoutes::metrics);
        api.post("/trials/:trialId/progress", TrialRoutes::progress);
        api.post("/trials/:trialId/runner/metadata", TrialRoutes::runner);
        api.post("/trials/:trialId/early_exit", this::earlyExit);
        api.post("/runs/start", TrialRoutes::start);
        api.get("/runs/:trialId/metadata", call -> Json.object()
                .set("metadata", trial(call).metadata().orElseGet(Json::object)));
        api.post("/runs/:trialId/metadata", TrialRoutes::metadata);
    }

    private static Trial trial(Call call) {
        return Trial.get(call.sql(), call.id("trialId"));
    }

    private JsonNode list(Call call) {
        Sql sql = call.sql();
        Experiment e = Experiment.get(sql, call.id("experimentId"));
        List<Trial> trials = new ArrayList<>(Trial.ofExperiment(sql, e.id()));
        String sort = call.askedOne("sortBy", "apiv1.GetExperimentTrialsRequest_SortBy", "SORT_BY_ID", SORTS);
        Comparator<Trial> order =
                switch (sort) {
                    case "SORT_BY_BEST_VALIDATION_METRIC" ->
                        Comparator.comparing(
                                trial -> Metrics.best(sql, trial.id(), e)
                                        .map(report -> report.averages()
                                                        .path(e.metric())
                                                        .asDouble()
                                                * (e.smallerIsBetter() ? 1 : -1))
                                        .orElse(null),
                                Comparator.nullsLast(Comparator.<Double>naturalOrder()));
                    case "SORT_BY_START_TIME" -> Comparator.comparing(Trial::started);
                    case "SORT_BY_STATE" -> Comparator.comparing(Trial::state);
                    default -> Comparator.comparingInt(Trial::id);
                };
        trials.sort(call.descending() ? order.reversed() : order);
        List<String> states = call.all("states");
        trials.removeIf(trial -> !states.isEmpty() && !states.contains("STATE_" + trial.state()));
        Page<Trial> page = Page.of(trials, call, 0);
        ObjectNode answer = Json.object();
        answer.set(
                "trials",
                Json.nodes(page.items().stream().map(t -> json.json(sql, t)).toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static JsonNode workloads(Call call) {
        List<ObjectNode> all = new ArrayList<>(TrialJson.workloads(call.sql(), trial(call)));
        if (call.descending()) {
            java.util.Collections.reverse(all);
        }
        Page<ObjectNode> page = Page.of(all, call, 0);
        ObjectNode answer = Json.object();
        answer.set("workloads", Json.nodes(page.items()));
        answer.set("pagination", page.json());
        return answer;
    }

    private JsonNode kill(Call call) {
        Trial trial = trial(call);
        Experiment e = Experiment.get(call.sql(), trial.experiment());
        if (e.unmanaged()) {
            throw ApiException.notFound("experiment '" + e.id() + "' not found");
        }
        Optional<Running> run = agent.of(trial.id());
        if (!e.state().terminal()) {
            lifecycle.move(call.sql(), e.id(), State.STOPPING_KILLED);
            if (run.isEmpty()) {
                lifecycle.end(call.sql(), e.id(), State.CANCELED);
            }
            run.ifPresent(r -> call.sql().afterwards(() -> agent.kill(r)));
        }
        return Json.object();
    }

    private static JsonNode metrics(Call call) {
        Trial trial = trial(call);
        String group = call.body().text("group");
        Metrics.report(call.sql(), trial, group, call.body().fields("metrics"));
        return Json.object();
    }

    private static JsonNode progress(Call call) {
        Trial trial = trial(call);
        double progress = call.body().get("progress").map(JsonNode::asDouble).orElse(0.0);
        if (progress >= 0 && progress <= 1) {
            call.sql().update("UPDATE experiments SET progress = ? WHERE id = ?", progress, trial.experiment());
        } else if (Experiment.get(call.sql(), trial.experiment()).unmanaged()) {
            throw ApiException.internal("progress must be between 0 and 1, got " + progress);
        }
        return Json.object();
    }

    private static JsonNode runner(Call call) {
        call.sql()
                .update(
                        "UPDATE trials SET runner_state = ? WHERE id = ?",
                        call.body().fields("metadata").has("state")
                                ? call.body().fields("metadata").text("state")
                                : call.body().text("state"),
                        trial(call).id());
        return Json.object();
    }

    private JsonNode earlyExit(Call call) {
        Trial trial = trial(call);
        Fields exit = call.body().has("earlyExit") ? call.body().fields("earlyExit") : call.body();
        String reason = exit.text("reason");
        if (!reason.equals("EXITED_REASON_INVALID_HP") && !reason.equals("EXITED_REASON_INIT_INVALID_HP")) {
            throw ApiException.invalid("unknown exited reason " + reason);
        }
        agent.of(trial.id()).ifPresent(run -> call.sql().afterwards(() -> agent.invalid(run)));
        return Json.object();
    }

    private static JsonNode start(Call call) {
        Trial.get(call.sql(), call.body().number("runId"));
        Optional<ObjectNode> storage = call.body().objectIfAny("checkpointStorage");
        if (storage.isEmpty()) {
            return Json.object();
        }
        ObjectNode config = storage.get().deepCopy();
        config.remove(List.of("save_experiment_best", "save_trial_best", "save_trial_latest"));
        int id = call.sql()
                .first("SELECT id FROM storages WHERE config = ?", config.toString())
                .map(row -> row.number("id"))
                .orElseGet(() -> call.sql().insert("INSERT INTO storages (config) VALUES (?)", config));
        return Json.object().put("storageId", id);
    }

    private static JsonNode metadata(Call call) {
        Trial trial = trial(call);
        ObjectNode metadata = call.body().objectIfAny("metadata").orElseGet(Json::object);
        call.sql().update("UPDATE trials SET metadata = ? WHERE id = ?", metadata, trial.id());
        return Json.object().set("metadata", metadata);
    }
}
