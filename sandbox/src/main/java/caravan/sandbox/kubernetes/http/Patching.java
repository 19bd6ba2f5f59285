package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Applying;
import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Part;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Schemas;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Patches, of each of the four types. */
final class Patching {
    private final ObjectStore store;

    Patching(ObjectStore store) {
        this.store = store;
    }

    Answer patch(Call call) {
        String type = call.header("Content-Type").split(";", 2)[0].trim();
        if (type.equals("application/apply-patch+yaml")) {
            return apply(call);
        }
        Kind kind = call.target().kind();
        JsonNode patch = Bodies.any(call);
        return switch (type) {
            case "application/json-patch+json" -> modify(call, object -> JsonPatch.apply(object, patch));
            case "application/merge-patch+json" -> modify(call, object -> MergePatch.apply(object, patch));
            case "application/strategic-merge-patch+json" -> {
                if (Schemas.isCustom(kind)) {
                    throw unsupported(kind);
                }
                yield modify(call, object -> StrategicMerge.apply(Schemas.of(kind), object, patch));
            }
            default -> throw unsupported(kind);
        };
    }

    private static Refusal unsupported(Kind kind) {
        return Refusal.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json, "
                        + (Schemas.isCustom(kind) ? "" : "application/strategic-merge-patch+json, ")
                        + "application/apply-patch+yaml");
    }

    private Answer modify(Call call, UnaryOperator<JsonNode> patch) {
        Target target = call.target();
        boolean scale = target.subresource().equals("scale");
        ObjectNode changed = store.modify(
                target.kind(),
                target.namespace(),
                target.name(),
                part(target),
                object -> scale
                        ? Scale.into(object, patch.apply(Scale.patchable(target.kind(), object)))
                        : patched(call, object, patch),
                call.write());
        return Answer.ok(scale ? Scale.of(target.kind(), changed) : changed);
    }

    private static ObjectNode patched(Call call, ObjectNode object, UnaryOperator<JsonNode> patch) {
        Target target = call.target();
        if (!(patch.apply(object) instanceof ObjectNode after)) {
            throw Refusal.badRequest("the patch does not leave an object");
        }
        String name = after.path("metadata").path("name").asText();
        if (!name.equals(target.name())) {
            throw Refusal.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        Bodies.prune(call, after, unknown -> {
            String body = new String(call.body(), StandardCharsets.UTF_8).replace("\"", "\\\"");
            Refusal.Cause cause = new Refusal.Cause(
                    "FieldValueInvalid", "Invalid value: \"" + body + "\": strict decoding error: " + unknown, "patch");
            return Refusal.of(422, "Invalid", " \"\" is invalid: patch: " + cause.message())
                    .because(List.of(cause));
        });
        return after;
    }

    private static Part part(Target target) {
        return target.subresource().equals("status") ? Part.STATUS : Part.MAIN;
    }

    private Answer apply(Call call) {
        Target target = call.target();
        String manager = call.parameter("fieldManager").orElseThrow(() -> {
            Refusal.Cause cause = new Refusal.Cause(
                    "FieldValueRequired", "Required value: is required for apply patch", "fieldManager");
            return Refusal.of(
                            422,
                            "Invalid",
                            "PatchOptions.meta.k8s.io \"\" is invalid: " + cause.field() + ": " + cause.message())
                    .because(List.of(cause));
        });
        boolean absent =
                store.get(target.kind(), target.namespace(), target.name()).isEmpty();
        ObjectNode after = store.apply(
                target.key(),
                Bodies.applied(call),
                part(target),
                new Applying(manager, call.flag("force")),
                call.dryRun());
        return absent ? Answer.created(after) : Answer.ok(after);
    }
}
