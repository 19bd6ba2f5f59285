package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Listing;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gets and lists. */
final class Reading {
    private final ObjectStore store;

    Reading(ObjectStore store) {
        this.store = store;
    }

    Answer get(Call call) {
        Target target = call.target();
        ObjectNode object = store.get(target.kind(), target.namespace(), target.name())
                .orElseThrow(() -> Refusal.notFound(target.kind(), target.name()));
        return Answer.ok(target.subresource().equals("scale") ? Scale.of(target.kind(), object) : object);
    }

    Answer list(Call call) {
        Kind kind = call.target().kind();
        Listing listing = store.list(kind, call.selection());
        boolean exact =
                call.parameter("resourceVersionMatch").filter("Exact"::equals).isPresent();
        call.parameter("resourceVersion").filter(v -> exact).ifPresent(version -> {
            if (!version.equals(Long.toString(listing.resourceVersion()))) {
                throw Refusal.expired("The resourceVersion for the provided list is too old.");
            }
        });
        return Answer.ok(list(kind, listing));
    }

    static JsonNode list(Kind kind, Listing listing) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", kind.name() + "List").put("apiVersion", kind.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(listing.resourceVersion()));
        list.putArray("items").addAll(listing.items());
        return list;
    }
}
