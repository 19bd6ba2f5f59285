package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A Deployment's status.
 *
 * @param status what is to be written
 * @param lookAgain when the progress deadline passes
 */
record Progress(ObjectNode status, Optional<Duration> lookAgain) {
    private static final int NO_DEADLINE = Integer.MAX_VALUE;

    static Progress of(ObjectNode deployment, Replicas replicas) {
        JsonNode before = deployment.path("status");
        ObjectNode status = deployment.objectNode();
        status.put("observedGeneration", Meta.of(deployment).generation());
        number(status, "replicas", replicas.total());
        number(status, "updatedReplicas", replicas.current().size());
        number(status, "readyReplicas", replicas.ready());
        number(status, "availableReplicas", replicas.ready());
        number(
                status,
                "unavailableReplicas",
                Math.max(0, Math.max(replicas.total(), replicas.wanted()) - replicas.ready()));
        ArrayNode conditions = status.putArray("conditions");
        boolean available = replicas.ready() >= replicas.wanted();
        conditions.add(condition(
                before,
                "Available",
                available,
                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                "Deployment " + (available ? "has" : "does not have") + " minimum availability.",
                false));
        Optional<Duration> lookAgain = progress(deployment, replicas, before, status, conditions);
        return new Progress(status, lookAgain);
    }

    private static Optional<Duration> progress(
            ObjectNode deployment, Replicas replicas, JsonNode before, ObjectNode status, ArrayNode conditions) {
        String name = Meta.of(deployment).name() + "-" + Template.of(deployment).hash();
        boolean complete = replicas.current().size() == replicas.wanted()
                && replicas.total() == replicas.wanted()
                && replicas.ready() == replicas.wanted();
        JsonNode last = find(before, "Progressing");
        if (complete) {
            conditions.add(condition(
                    before,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + name + "\" has successfully progressed.",
                    false));
            return Optional.empty();
        }
        boolean moved = !last.has("lastUpdateTime")
                || last.path("reason").asText().equals("NewReplicaSetAvailable")
                        && replicas.current().size() + replicas.old().size() > 0
                        && before.path("observedGeneration").asLong()
                                != status.path("observedGeneration").asLong()
                || before.path("updatedReplicas").asInt() < replicas.current().size()
                || before.path("readyReplicas").asInt() < replicas.ready()
                || before.path("replicas").asInt() > replicas.total();
        if (!moved && !last.path("reason").asText().equals("ReplicaSetUpdated")) {
            conditions.add(last);
            return Optional.empty();
        }
        int seconds = deployment.path("spec").path("progressDeadlineSeconds").asInt(600);
        Instant since = moved
                ? Instant.now()
                : Instant.parse(last.path("lastUpdateTime").asText());
        Duration left = Duration.between(Instant.now(), since.plusSeconds(seconds));
        if (left.isNegative() && seconds != NO_DEADLINE) {
            conditions.add(condition(
                    before,
                    "Progressing",
                    false,
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"" + name + "\" has timed out progressing.",
                    false));
            return Optional.empty();
        }
        conditions.add(condition(
                before,
                "Progressing",
                true,
                "ReplicaSetUpdated",
                "ReplicaSet \"" + name + "\" is progressing.",
                moved));
        return Optional.of(left);
    }

    private static void number(ObjectNode status, String field, int value) {
        if (value > 0) {
            status.put(field, value);
        }
    }

    private static JsonNode find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return status.path("conditions").path(-1);
    }

    private static ObjectNode condition(
            JsonNode before, String type, boolean value, String reason, String message, boolean moved) {
        JsonNode last = find(before, type);
        String status = value ? "True" : "False";
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean same = last.path("status").asText().equals(status);
        boolean unchanged = same && last.path("reason").asText().equals(reason) && !moved;
        ObjectNode condition = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        return condition
                .put("type", type)
                .put("status", status)
                .put("lastUpdateTime", unchanged ? last.path("lastUpdateTime").asText() : now)
                .put(
                        "lastTransitionTime",
                        same ? last.path("lastTransitionTime").asText() : now)
                .put("reason", reason)
                .put("message", message);
    }
}
