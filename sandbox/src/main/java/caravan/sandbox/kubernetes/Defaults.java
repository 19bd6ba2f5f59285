package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the server fills in where an object leaves it open. */
final class Defaults {
    private Defaults() {}

    static void fill(Kind kind, ObjectNode object) {
        if (kind.equals(Kinds.NAMESPACE)) {
            put(object.withObject("/status"), "phase", "Active");
        } else if (kind.equals(Kinds.POD)) {
            put(object.withObject("/status"), "phase", "Pending");
        } else if (kind.equals(Kinds.DEPLOYMENT)) {
            deployment(object.withObject("/spec"));
        } else if (kind.equals(Kinds.SERVICE)) {
            put(object.withObject("/spec"), "type", "ClusterIP");
            put(object.withObject("/spec"), "clusterIP", "127.0.0.1");
        } else if (kind.equals(Kinds.SECRET)) {
            put(object, "type", "Opaque");
        }
    }

    private static void deployment(ObjectNode spec) {
        put(spec, "replicas", 1);
        put(spec, "revisionHistoryLimit", 10);
        put(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = spec.withObject("/strategy");
        put(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = strategy.withObject("/rollingUpdate");
            put(rolling, "maxUnavailable", "25%");
            put(rolling, "maxSurge", "25%");
        }
    }

    private static void put(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    private static void put(ObjectNode object, String field, int value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }
}
