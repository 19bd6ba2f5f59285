package caravan.sandbox.seldon;

import caravan.sandbox.pods.Meta;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** A SeldonDeployment's status, with the half-truths of the real one: it looks at the Deployments' status alone. */
final class SeldonStatus {
    static final String NOT_PROGRESSING = "Deployment is no longer progressing and not available.";

    private final ObjectNode before;
    private final ObjectNode status;
    private final ArrayNode conditions;
    private boolean ready = true;

    SeldonStatus(ObjectNode before) {
        this.before = before;
        this.status = before.objectNode();
        this.conditions = before.arrayNode();
    }

    /** After a pass that found nothing wrong. */
    ObjectNode of(Plan plan, List<ObjectNode> deployments, Stale stale, boolean changed, Addresses addresses) {
        boolean available = !deployments.isEmpty() && deployments.stream().allMatch(SeldonStatus::available);
        boolean dead = deployments.stream().anyMatch(SeldonStatus::dead);
        status.put("state", changed ? "Creating" : dead ? "Failed" : available ? "Available" : "Creating");
        if (dead && !changed) {
            status.put("description", NOT_PROGRESSING);
        }
        int replicas = 0;
        ObjectNode each = status.putObject("deploymentStatus");
        for (ObjectNode deployment : Stream.concat(deployments.stream(), stale.deployments().stream())
                .toList()) {
            ObjectNode one = each.putObject(Meta.of(deployment).name());
            JsonNode told = deployment.path("status");
            for (String count : new String[] {"availableReplicas", "replicas"}) {
                if (told.path(count).asInt() > 0) {
                    one.put(count, told.path(count).asInt());
                }
            }
            replicas = Math.max(replicas, told.path("replicas").asInt());
        }
        if (replicas > 0) {
            status.put("replicas", replicas);
        }
        ObjectNode services = status.putObject("serviceStatus");
        for (ObjectNode service : Stream.concat(plan.services().stream(), stale.services().stream())
                .toList()) {
            String name = Meta.of(service).name();
            ObjectNode one = services.putObject(name).put("svcName", name);
            one.put("httpEndpoint", addresses.http(service));
            one.put("grpcEndpoint", addresses.grpc(service));
        }
        Plan.Fronted first = plan.fronts().get(0);
        status.putObject("address").put("url", addresses.url(first));
        condition("DeploymentsReady", available && !changed, available ? "" : "MinimumReplicasUnavailable");
        condition("HpasReady", true, "No HPAs defined");
        condition("KedaReady", true, "No KEDA resources defined");
        condition("PdbsReady", true, "No PDBs defined");
        condition("ServicesReady", !changed, changed ? "Not all services created" : "All services created");
        if (available && !changed || has("istioVirtualServicesReady")) {
            condition("istioVirtualServicesReady", true, "All VirtualServices created");
            condition("AmbassadorMappingsReady", true, "No Ambassador Mappaings defined");
        }
        return finished();
    }

    /** After a pass that failed: the rest stays as it was. */
    static ObjectNode failed(ObjectNode before, String description) {
        ObjectNode status = before.deepCopy();
        status.put("state", "Failed").put("description", description);
        return status;
    }

    /** What an earlier spec has left and is not removed yet. */
    record Stale(List<ObjectNode> deployments, List<ObjectNode> services) {}

    /** Where Services can be reached. */
    interface Addresses {
        String http(ObjectNode service);

        String grpc(ObjectNode service);

        String url(Plan.Fronted front);
    }

    private ObjectNode finished() {
        add("Ready", ready, "");
        conditions.forEach(c -> ((ObjectNode) c).put("lastTransitionTime", time(c)));
        status.set("conditions", conditions);
        return status;
    }

    private void condition(String type, boolean value, String reason) {
        ready = ready && value;
        add(type, value, reason);
    }

    private void add(String type, boolean value, String reason) {
        ObjectNode condition = conditions.addObject().put("type", type).put("status", value ? "True" : "False");
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
    }

    private boolean has(String type) {
        for (JsonNode condition : before.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private String time(JsonNode condition) {
        for (JsonNode old : before.path("conditions")) {
            if (old.path("type").equals(condition.path("type"))
                    && old.path("status").equals(condition.path("status"))) {
                return old.path("lastTransitionTime").asText();
            }
        }
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As the real operator judges it, of whichever generation the status tells. */
    static boolean available(ObjectNode deployment) {
        JsonNode status = deployment.path("status");
        return status.path("replicas").asInt() > 0
                && status.path("unavailableReplicas").asInt() == 0
                && status.path("availableReplicas").asInt() > 0;
    }

    /** Available, and the status tells of the present generation. */
    static boolean rolledOut(ObjectNode deployment) {
        return available(deployment)
                && deployment.path("status").path("observedGeneration").asLong()
                        >= Meta.of(deployment).generation();
    }

    private static boolean dead(ObjectNode deployment) {
        boolean notAvailable = false;
        boolean notProgressing = false;
        for (JsonNode condition : deployment.path("status").path("conditions")) {
            boolean no = condition.path("status").asText().equals("False");
            notAvailable |= no && condition.path("type").asText().equals("Available");
            notProgressing |= no && condition.path("type").asText().equals("Progressing");
        }
        return notAvailable && notProgressing;
    }
}
