package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A Deployment's pods that are not on their way out.
 *
 * @param wanted how many there are to be
 * @param current those of the present template
 * @param old those of earlier ones
 */
record Replicas(int wanted, List<ObjectNode> current, List<ObjectNode> old) {

    /** What to do next: pods to make, and pods to delete. */
    record Step(int create, List<ObjectNode> delete) {}

    static boolean ready(JsonNode pod) {
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    int total() {
        return current.size() + old.size();
    }

    int ready() {
        return readyCurrent() + (int) old.stream().filter(Replicas::ready).count();
    }

    int readyCurrent() {
        return (int) current.stream().filter(Replicas::ready).count();
    }

    /** Surge first: a pod more than wanted may exist, and no ready one goes before its successor is ready. */
    Step next(int surge) {
        List<ObjectNode> delete = new ArrayList<>();
        int create = Math.max(0, Math.min(wanted - current.size(), wanted + surge - total()));
        if (current.size() > wanted) {
            delete.addAll(current.stream()
                    .sorted(Comparator.comparing(Replicas::ready))
                    .limit(current.size() - (long) wanted)
                    .toList());
        }
        int spare = total() - delete.size() - wanted - (current.size() - delete.size() - readyCurrent());
        int readySpare = ready() - wanted;
        for (ObjectNode pod :
                old.stream().sorted(Comparator.comparing(Replicas::ready)).toList()) {
            boolean isReady = ready(pod);
            if (isReady ? readySpare > 0 : spare > 0 || wanted == 0) {
                delete.add(pod);
                spare--;
                readySpare -= isReady ? 1 : 0;
            }
        }
        return new Step(create, delete);
    }
}
