package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Deletion;
import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.Listing;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Schemas;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Creates, replaces and deletes. */
final class Writing {
    private final ObjectStore store;

    Writing(ObjectStore store) {
        this.store = store;
    }

    Answer create(Call call) {
        return Answer.created(store.create(call.target().kind(), Bodies.object(call), call.write()));
    }

    Answer replace(Call call) {
        Target target = call.target();
        if (target.subresource().equals("scale")) {
            JsonNode scale = Bodies.any(call);
            ObjectNode changed = store.modify(
                    target.kind(),
                    target.namespace(),
                    target.name(),
                    Part.MAIN,
                    object -> Scale.into(object, scale),
                    call.write());
            return Answer.ok(Scale.of(target.kind(), changed));
        }
        ObjectNode object = Bodies.object(call);
        checkVersion(target.kind(), target.name(), object);
        return Answer.ok(
                target.subresource().equals("status")
                        ? store.updateStatus(target.kind(), object, call.write())
                        : store.update(target.kind(), object, call.write()));
    }

    private static void checkVersion(Kind kind, String name, ObjectNode object) {
        boolean conditional = Schemas.isCustom(kind) || kind.equals(Kinds.LEASE);
        if (conditional
                && object.path("metadata").path("resourceVersion").asText("").isEmpty()) {
            Refusal.Cause cause = new Refusal.Cause(
                    "FieldValueInvalid",
                    "Invalid value: 0x0: must be specified for an update",
                    "metadata.resourceVersion");
            throw Refusal.of(
                            422,
                            "Invalid",
                            kind.resource() + " \"" + name + "\" is invalid: " + cause.field() + ": " + cause.message())
                    .about(kind, name)
                    .because(List.of(cause));
        }
    }

    Answer delete(Call call) {
        Target target = call.target();
        ObjectNode gone = store.delete(target.kind(), target.namespace(), target.name(), deletion(call));
        if (gone.path("metadata").has("deletionTimestamp")) {
            return Answer.ok(gone);
        }
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", target.name());
        if (!target.kind().group().isEmpty()) {
            details.put("group", target.kind().group());
        }
        details.put("kind", target.kind().plural())
                .put("uid", gone.path("metadata").path("uid").asText());
        return Answer.ok(status);
    }

    Answer deleteAll(Call call) {
        Kind kind = call.target().kind();
        Deletion deletion = deletion(call);
        Listing listing = store.list(kind, call.selection());
        for (ObjectNode object : listing.items()) {
            JsonNode metadata = object.path("metadata");
            try {
                store.delete(
                        kind,
                        metadata.path("namespace").asText(""),
                        metadata.path("name").asText(),
                        new Deletion(
                                deletion.propagation(),
                                Optional.of(metadata.path("uid").asText()),
                                Optional.empty(),
                                deletion.dryRun()));
            } catch (Refusal gone) {
                if (gone.code() != 404) {
                    throw gone;
                }
            }
        }
        return Answer.ok(Reading.list(kind, listing));
    }

    private static Deletion deletion(Call call) {
        JsonNode options = call.body().length == 0 ? JsonNodeFactory.instance.objectNode() : Bodies.any(call);
        String propagation = call.parameter("propagationPolicy")
                .orElse(options.path("propagationPolicy").asText(""));
        if (options.path("orphanDependents").asBoolean(false) || call.flag("orphanDependents")) {
            propagation = "Orphan";
        }
        JsonNode preconditions = options.path("preconditions");
        boolean dryRun =
                call.dryRun() || options.path("dryRun").path(0).asText().equals("All");
        return new Deletion(
                switch (propagation) {
                    case "Orphan" -> Deletion.Propagation.ORPHAN;
                    case "Foreground" -> Deletion.Propagation.FOREGROUND;
                    default -> Deletion.Propagation.BACKGROUND;
                },
                Optional.ofNullable(preconditions.path("uid").textValue()),
                Optional.ofNullable(preconditions.path("resourceVersion").textValue()),
                dryRun);
    }
}
