package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a trial's process asks about itself. */
record AllocationRoutes(Vertx vertx, Database database, Agent agent, Definitions definitions) {
    private static final int LONGEST_SECONDS = 90;

    void addTo(Api api) {
        api.streamed("/allocations/:allocationId/signals/preemption", this::preemption);
        api.post("/allocations/:allocationId/signals/ack_preemption", call -> {
            run(call.text("allocationId")).acknowledged = true;
            return Json.object();
        });
        api.post("/allocations/:allocationId/signals/pending_preemption", call -> {
            Running run = run(call.text("allocationId"));
            call.sql().afterwards(run::preempt);
            return Json.object();
        });
        api.post("/allocations/:allocationId/acceleratorData", call -> {
            run(call.text("allocationId"));
            return Json.object();
        });
        api.get("/allocations/:allocationId/resources/:resourcesId/rendezvous", this::rendezvous);
        api.get("/tasks/:taskId/context_directory", this::context);
    }

    private Running run(String allocation) {
        return agent.allocation(allocation)
                .orElseThrow(() -> ApiException.notFound("allocation '" + allocation + "' not found"));
    }

    /** Answers when the trial is to stop, when its allocation has ended, or when the time is over. */
    private void preemption(RoutingContext context, Call call) {
        Running run = run(call.text("allocationId"));
        int seconds = Math.max(
                0, Math.min(LONGEST_SECONDS, call.askedNumber("timeoutSeconds").orElse(60)));
        if (seconds == 0 || run.askedToStop.isDone()) {
            Api.send(context, Json.object().put("preempt", run.askedToStop.isDone()));
            return;
        }
        AtomicBoolean answered = new AtomicBoolean();
        long timer = vertx.setTimer(seconds * 1000L, id -> {
            if (answered.compareAndSet(false, true)) {
                Api.send(context, Json.object().put("preempt", false));
            }
        });
        context.response().closeHandler(nothing -> {
            answered.set(true);
            vertx.cancelTimer(timer);
        });
        run.askedToStop.thenRun(() -> vertx.runOnContext(nothing -> {
            if (answered.compareAndSet(false, true)) {
                vertx.cancelTimer(timer);
                Api.send(context, Json.object().put("preempt", true));
            }
        }));
    }

    private JsonNode rendezvous(Call call) {
        Running run = run(call.text("allocationId"));
        com.fasterxml.jackson.databind.node.ObjectNode info = Json.object();
        info.putArray("addresses").add(caravan.sandbox.Listener.HOST);
        info.put("rank", 0).putArray("slots").add(run.slots);
        return Json.object().set("rendezvousInfo", info);
    }

    private JsonNode context(Call call) {
        Trial trial = Trial.ofTask(call.sql(), call.text("taskId"))
                .orElseThrow(() -> ApiException.notFound("task '" + call.text("taskId") + "' not found"));
        String archive = Experiment.get(call.sql(), trial.experiment())
                .definition()
                .map(name -> Base64.getEncoder().encodeToString(definitions.read(name)))
                .orElse("");
        return Json.object().put("b64Tgz", archive);
    }
}
