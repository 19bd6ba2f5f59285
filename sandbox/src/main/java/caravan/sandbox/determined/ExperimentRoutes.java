package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What can be asked of experiments. */
record ExperimentRoutes(
        Creation creation, ExperimentJson json, Lifecycle lifecycle, Agent agent, Definitions definitions) {

    void addTo(Api api) {
        api.post("/experiments", creation::create);
        api.get("/experiments", this::list);
        api.get("/experiments/:experimentId", call -> json.answer(call.sql(), experiment(call)));
        api.patch("/experiments/:experimentId", this::change);
        api.delete("/experiments/:experimentId", this::delete);
        api.post("/experiments/:experimentId/activate", this::activate);
        api.post("/experiments/:experimentId/pause", this::pause);
        api.post("/experiments/:experimentId/cancel", call -> stop(call, State.STOPPING_CANCELED));
        api.post("/experiments/:experimentId/kill", call -> stop(call, State.STOPPING_KILLED));
        api.post("/experiments/:experimentId/archive", call -> archive(call, true));
        api.post("/experiments/:experimentId/unarchive", call -> archive(call, false));
        api.post("/experiments/:experimentId/move", this::move);
        api.get("/experiments/:experimentId/model_def", this::definition);
        api.put("/experiments/:experimentId/labels/:label", this::addLabel);
        api.delete("/experiments/:experimentId/labels/:label", call -> {
            throw ApiException.internal(
                    "ERROR: FOR UPDATE cannot be applied to the nullable side of an outer join (SQLSTATE 0A000)");
        });
        api.get("/experiments/:experimentId/searcher/best_searcher_validation_metric", this::bestMetric);
        api.post("/experiments/continue", this::again);
    }

    private static Experiment experiment(Call call) {
        return Experiment.get(call.sql(), call.id("experimentId"));
    }

    private JsonNode list(Call call) {
        Page<Experiment> page = Page.of(new ExperimentQuery(call).run(call.sql()), call, 100);
        ObjectNode answer = Json.object();
        answer.set(
                "experiments",
                Json.nodes(
                        page.items().stream().map(e -> json.row(call.sql(), e)).toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private JsonNode activate(Call call) {
        Experiment e = experiment(call);
        if (e.unmanaged() || e.state().terminal()) {
            throw ApiException.notFound("experiment '" + e.id() + "' not found");
        }
        if (e.state() == State.PAUSED) {
            lifecycle.move(call.sql(), e.id(), State.ACTIVE);
            call.sql().afterwards(agent::wake);
        } else if (e.state() != State.ACTIVE) {
            throw ApiException.precondition("experiment in incompatible state " + e.state());
        }
        return Json.object();
    }

    private JsonNode pause(Call call) {
        Experiment e = experiment(call);
        if (e.unmanaged() || e.state().terminal()) {
            throw ApiException.precondition("experiment in terminal state");
        }
        if (e.state() == State.ACTIVE) {
            lifecycle.move(call.sql(), e.id(), State.PAUSED);
            runs(call.sql(), e).forEach(run -> call.sql().afterwards(() -> agent.preempt(run, patience(e))));
        } else if (e.state() != State.PAUSED) {
            throw ApiException.precondition("experiment in incompatible state " + e.state());
        }
        return Json.object();
    }

    /** What is not running ends at once. */
    private JsonNode stop(Call call, State stopping) {
        Experiment e = experiment(call);
        boolean already = e.state() == stopping || e.state() == State.STOPPING_KILLED;
        if (e.unmanaged() || e.state().terminal() || already) {
            return Json.object();
        }
        List<Running> runs = runs(call.sql(), e);
        lifecycle.move(call.sql(), e.id(), stopping);
        if (runs.isEmpty()) {
            lifecycle.end(call.sql(), e.id(), State.CANCELED);
        }
        runs.forEach(run -> call.sql().afterwards(() -> {
            if (stopping == State.STOPPING_KILLED) {
                agent.kill(run);
            } else {
                agent.preempt(run, patience(e));
            }
        }));
        return Json.object();
    }

    private List<Running> runs(Sql sql, Experiment e) {
        List<Running> runs = new ArrayList<>();
        Trial.ofExperiment(sql, e.id()).forEach(trial -> agent.of(trial.id()).ifPresent(runs::add));
        return runs;
    }

    private static int patience(Experiment e) {
        return e.config().path("preemption_timeout").asInt(3600);
    }

    private JsonNode archive(Call call, boolean archived) {
        Experiment e = experiment(call);
        if (!e.state().terminal()) {
            throw ApiException.precondition("Experiment is not in terminal state.");
        }
        if (e.archived() == archived) {
            throw ApiException.precondition(
                    archived ? "Experiment is already archived." : "Experiment is not archived.");
        }
        call.sql().update("UPDATE experiments SET archived = ? WHERE id = ?", archived, e.id());
        return Json.object();
    }

    private JsonNode change(Call call) {
        Experiment e = experiment(call);
        Sql sql = call.sql();
        Fields body = call.body();
        if (body.has("resources") && e.state().terminal()) {
            throw ApiException.notFound("experiment '" + e.id() + "' not found");
        }
        ObjectNode config = e.config().deepCopy();
        body.textIfAny("name").ifPresent(name -> {
            if (name.isBlank()) {
                throw ApiException.invalid("`name` must not be an empty or whitespace string");
            }
            config.put("name", name);
            sql.update("UPDATE experiments SET name = ? WHERE id = ?", name, e.id());
        });
        body.textIfAny("description").ifPresent(text -> {
            config.put("description", text);
            sql.update("UPDATE experiments SET description = ? WHERE id = ?", text, e.id());
        });
        body.textIfAny("notes")
                .ifPresent(text -> sql.update("UPDATE experiments SET notes = ? WHERE id = ?", text, e.id()));
        if (body.has("labels")) {
            config.set("labels", Json.texts(body.texts("labels")));
            Experiment.label(sql, e.id(), body.texts("labels"));
        }
        ObjectNode resources = (ObjectNode) config.path("resources");
        body.fields("resources").get("maxSlots").ifPresent(slots -> resources.set("max_slots", slots));
        body.fields("resources").get("weight").ifPresent(weight -> resources.set("weight", weight));
        body.fields("resources").get("priority").ifPresent(priority -> resources.set("priority", priority));
        sql.update("UPDATE experiments SET config = ? WHERE id = ?", config, e.id());
        return Json.object().set("experiment", json.single(sql, Experiment.get(sql, e.id())));
    }

    private JsonNode addLabel(Call call) {
        Experiment e = experiment(call);
        List<String> labels = new ArrayList<>(Experiment.labels(call.sql(), e.id()));
        if (!labels.contains(call.text("label"))) {
            labels.add(call.text("label"));
        }
        ObjectNode config = e.config().deepCopy();
        config.set("labels", Json.texts(labels));
        call.sql().update("UPDATE experiments SET config = ? WHERE id = ?", config, e.id());
        Experiment.label(call.sql(), e.id(), labels);
        return Json.object().set("labels", Json.texts(labels));
    }

    private JsonNode move(Call call) {
        Experiment e = experiment(call);
        int project = call.body().number("destinationProjectId");
        if (call.sql().number("SELECT COUNT(*) FROM projects WHERE id = ?", project) == 0) {
            throw ApiException.notFound("project '" + project + "' not found");
        }
        call.sql().update("UPDATE experiments SET project_id = ? WHERE id = ?", project, e.id());
        return Json.object();
    }

    private JsonNode definition(Call call) {
        String archive = experiment(call)
                .definition()
                .map(name -> Base64.getEncoder().encodeToString(definitions.read(name)))
                .orElse("");
        return Json.object().put("b64Tgz", archive);
    }

    private JsonNode bestMetric(Call call) {
        Experiment e = experiment(call);
        return Trial.ofExperiment(call.sql(), e.id()).stream()
                .flatMap(trial -> Metrics.best(call.sql(), trial.id(), e).stream())
                .map(report -> report.averages().path(e.metric()))
                .min(e.smallerIsBetter() ? Metrics.ASCENDING : Metrics.ASCENDING.reversed())
                .map(metric -> (JsonNode) Json.object().set("metric", metric))
                .orElseThrow(() -> ApiException.notFound("no validations for experiment"));
    }

    private JsonNode delete(Call call) {
        Experiment e = experiment(call);
        if (!call.user().admin() && e.user() != call.user().id()) {
            throw ApiException.forbidden("non admin users may not delete other user's experiments");
        }
        if (!e.state().terminal() && e.state() != State.DELETE_FAILED) {
            throw ApiException.precondition(
                    "cannot delete experiment in STATE_" + json.presented(call.sql(), e) + " state");
        }
        Deletion.delete(call.sql(), e, definitions);
        return Json.object();
    }

    private JsonNode again(Call call) {
        Experiment e = Experiment.get(call.sql(), call.body().number("id"));
        if (e.unmanaged()) {
            throw ApiException.internal("parsing continue experiment request: managed experiments require entrypoint");
        }
        if (!e.state().terminal()) {
            throw ApiException.precondition(
                    "experiment continue database updates: rpc error: code = FailedPrecondition desc"
                            + " = experiment in non terminal state '" + e.state() + "', try again later");
        }
        creation.again(call, e);
        ObjectNode answer = json.answer(call.sql(), Experiment.get(call.sql(), e.id()));
        answer.remove(List.of("jobSummary", "config"));
        answer.putArray("warnings");
        return answer;
    }
}
