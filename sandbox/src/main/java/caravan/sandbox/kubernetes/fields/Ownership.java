package caravan.sandbox.kubernetes.fields;

import caravan.sandbox.kubernetes.schema.Type;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The owners of an object's fields, as {@code metadata.managedFields} keeps them. */
public final class Ownership {
    private static final List<String> NOBODYS = List.of("apiVersion", "kind");
    private static final List<String> SERVERS = List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "generation",
            "resourceVersion",
            "managedFields",
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private record Entry(FieldSet fields, String time) {}

    private final Map<Owner, Entry> owners = new LinkedHashMap<>();

    /** The owners of an object. */
    public static Ownership of(JsonNode object) {
        Ownership ownership = new Ownership();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            ownership.owners.put(
                    Owner.of(entry),
                    new Entry(
                            FieldSet.read(entry.path("fieldsV1")),
                            entry.path("time").asText("")));
        }
        return ownership;
    }

    /** What an object's writer owns of it: all but what is the server's. */
    public static FieldSet owned(Type type, JsonNode object) {
        return withoutServers(Difference.all(type, object));
    }

    private static FieldSet withoutServers(FieldSet fields) {
        FieldSet own = fields;
        for (String name : NOBODYS) {
            own = own.without(name);
        }
        if (own.has("f:metadata")) {
            FieldSet metadata = own.at("f:metadata");
            for (String name : SERVERS) {
                metadata = metadata.without(name);
            }
            own.below().remove("f:metadata");
            if (!metadata.isEmpty()) {
                own.below().put("f:metadata", metadata);
            }
        }
        return own;
    }

    /** Someone wrote the object: what changed is theirs now, and nobody else's. */
    public void update(Owner owner, Type type, JsonNode before, JsonNode after, String now) {
        Difference difference = Difference.between(type, before, after);
        FieldSet changed = withoutServers(difference.changed());
        FieldSet removed = withoutServers(difference.removed());
        if (changed.isEmpty() && removed.isEmpty()) {
            return;
        }
        owners.replaceAll((other, entry) -> other.equals(owner)
                ? entry
                : new Entry(entry.fields().minus(changed).minus(removed), entry.time()));
        FieldSet mine = owners.containsKey(owner) ? owners.get(owner).fields() : new FieldSet();
        owners.put(owner, new Entry(mine.plus(changed).minus(removed), now));
        owners.values().removeIf(entry -> entry.fields().isEmpty());
    }

    /** What others own of the fields that an apply would change. */
    public List<Conflict> conflicts(Owner owner, FieldSet changed) {
        List<Conflict> conflicts = new ArrayList<>();
        owners.forEach((other, entry) -> {
            if (!other.equals(owner)) {
                entry.fields()
                        .and(changed)
                        .words()
                        .forEach(path -> conflicts.add(new Conflict(other.words(entry.time()), path)));
            }
        });
        return conflicts;
    }

    /** Takes fields away from all others. */
    public void take(Owner owner, FieldSet fields) {
        owners.replaceAll((other, entry) ->
                other.equals(owner) ? entry : new Entry(entry.fields().minus(fields), entry.time()));
        owners.values().removeIf(entry -> entry.fields().isEmpty());
    }

    /** What the owner has. */
    public FieldSet of(Owner owner) {
        return owners.containsKey(owner) ? owners.get(owner).fields() : new FieldSet();
    }

    /** What anybody but the owner has. */
    public FieldSet others(Owner owner) {
        FieldSet all = new FieldSet();
        for (Map.Entry<Owner, Entry> entry : owners.entrySet()) {
            if (!entry.getKey().equals(owner)) {
                all = all.plus(entry.getValue().fields());
            }
        }
        return all;
    }

    /** The owner has exactly these fields; its time moves only where they change or the object did. */
    public void set(Owner owner, FieldSet fields, boolean objectChanged, String now) {
        Entry before = owners.get(owner);
        if (fields.isEmpty()) {
            owners.remove(owner);
        } else if (before == null || objectChanged || !before.fields().equals(fields)) {
            owners.put(owner, new Entry(fields, now));
        }
    }

    /** The entries of {@code metadata.managedFields}. */
    public ArrayNode write() {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        owners.forEach((owner, entry) -> {
            ObjectNode node = entries.addObject()
                    .put("manager", owner.manager())
                    .put("operation", owner.operation())
                    .put("apiVersion", owner.apiVersion());
            if (!entry.time().isEmpty()) {
                node.put("time", entry.time());
            }
            node.put("fieldsType", "FieldsV1");
            node.set("fieldsV1", entry.fields().write());
            if (!owner.subresource().isEmpty()) {
                node.put("subresource", owner.subresource());
            }
        });
        return entries;
    }
}
