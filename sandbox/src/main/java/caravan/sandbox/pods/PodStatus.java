package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A pod's status in Kubernetes' words. */
final class PodStatus {
    private PodStatus() {}

    static ObjectNode of(PodWorker pod, List<ContainerSpec> builtIn) {
        boolean ready = pod.ready().isPresent();
        boolean begun = pod.containers().stream()
                .anyMatch(c -> !(c.state() instanceof ContainerState.Waiting) || c.restarts() > 0);
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("phase", begun ? "Running" : "Pending");
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "Initialized", true);
        condition(conditions, "Ready", ready);
        condition(conditions, "ContainersReady", ready);
        condition(conditions, "PodScheduled", true);
        status.put("hostIP", Endpoint.HOST).put("podIP", Endpoint.HOST);
        status.putArray("podIPs").addObject().put("ip", Endpoint.HOST);
        status.put("qosClass", "Burstable");
        ArrayNode containers = status.putArray("containerStatuses");
        for (ContainerRunner runner : pod.containers()) {
            ObjectNode one = containers.addObject();
            one.put("name", runner.container().name());
            runner.state().to(one.putObject("state"));
            ObjectNode last = one.putObject("lastState");
            runner.last().filter(l -> l != runner.state()).ifPresent(l -> l.to(last));
            one.put("ready", runner.ready())
                    .put("restartCount", runner.restarts())
                    .put("image", runner.container().image())
                    .put("imageID", "")
                    .put("started", runner.state() instanceof ContainerState.Running);
        }
        for (ContainerSpec container : builtIn) {
            ObjectNode one = containers.addObject();
            one.put("name", container.name());
            one.putObject("state").putObject("running");
            one.putObject("lastState");
            one.put("ready", true)
                    .put("restartCount", 0)
                    .put("image", container.image())
                    .put("imageID", "")
                    .put("started", true);
        }
        return status;
    }

    private static void condition(ArrayNode conditions, String type, boolean value) {
        conditions.addObject().put("type", type).put("status", value ? "True" : "False");
    }

    /** Times of what has not changed since the status before. */
    static ObjectNode keepingTimes(ObjectNode status, JsonNode before) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        status.put("startTime", before.path("startTime").asText(now));
        for (JsonNode condition : status.path("conditions")) {
            String time = now;
            for (JsonNode old : before.path("conditions")) {
                if (old.path("type").equals(condition.path("type"))
                        && old.path("status").equals(condition.path("status"))
                        && old.has("lastTransitionTime")) {
                    time = old.path("lastTransitionTime").asText();
                }
            }
            ((ObjectNode) condition).put("lastTransitionTime", time);
        }
        return status;
    }
}
