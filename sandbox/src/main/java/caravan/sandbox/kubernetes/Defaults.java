package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** What the server fills in where an object leaves it open. */
final class Defaults {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

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
            encode(object);
        } else if (kind.equals(Kinds.LEASE)) {
            micros(object.path("spec"), "acquireTime");
            micros(object.path("spec"), "renewTime");
        }
    }

    private static void encode(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode plain) {
            ObjectNode data = secret.withObject("/data");
            plain.properties()
                    .forEach(e -> data.put(
                            e.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(e.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** Such times always have six digits after the second, which clients rely on. */
    private static void micros(JsonNode object, String field) {
        if (object.path(field).isTextual()) {
            String time = object.path(field).asText();
            try {
                ((ObjectNode) object).put(field, MICROS.format(OffsetDateTime.parse(time)));
            } catch (DateTimeParseException e) {
                throw Refusal.badRequest(
                        "parsing time \"" + time + "\" as \"2006-01-02T15:04:05.000000Z07:00\": " + e.getMessage());
            }
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
