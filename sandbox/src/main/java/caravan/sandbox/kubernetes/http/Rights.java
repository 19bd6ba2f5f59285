package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import caravan.sandbox.kubernetes.ObjectStore;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Selection;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What users may do, by the roles that are bound to them. */
final class Rights {
    /** What someone wants to do. */
    record Request(String verb, String group, String resource, String namespace, String name) {}

    private final ObjectStore store;

    Rights(ObjectStore store) {
        this.store = store;
    }

    /** Refuses what the user may not do. */
    void require(User user, String verb, Target target) {
        Kind kind = target.kind();
        Request request = new Request(verb, kind.group(), target.resource(), target.namespace(), target.name());
        if (!allow(user, request)) {
            String what = kind.resource() + (target.named() ? " \"" + target.name() + "\"" : "");
            throw Refusal.of(
                            403,
                            "Forbidden",
                            what + " is forbidden: User \"" + user.name() + "\" cannot " + verb + " resource \""
                                    + target.resource() + "\" in API group \"" + kind.group() + "\""
                                    + (target.namespace().isEmpty()
                                            ? " at the cluster scope"
                                            : " in the namespace \"" + target.namespace() + "\""))
                    .about(kind, target.name());
        }
    }

    boolean allow(User user, Request request) {
        if (user.groups().contains(User.MASTERS)) {
            return true;
        }
        for (ObjectNode binding :
                store.list(Kinds.CLUSTER_ROLE_BINDING, Selection.ALL).items()) {
            if (binds(binding, user, "") && grants(role(binding, ""), request)) {
                return true;
            }
        }
        if (request.namespace().isEmpty()) {
            return false;
        }
        return store.list(Kinds.ROLE_BINDING, Selection.in(request.namespace())).items().stream()
                .anyMatch(binding -> binds(binding, user, request.namespace())
                        && grants(role(binding, request.namespace()), request));
    }

    private static boolean binds(JsonNode binding, User user, String namespace) {
        for (JsonNode subject : binding.path("subjects")) {
            String name = subject.path("name").asText();
            boolean is =
                    switch (subject.path("kind").asText()) {
                        case "User" -> user.name().equals(name);
                        case "Group" -> user.groups().contains(name);
                        case "ServiceAccount" ->
                            user.name()
                                    .equals("system:serviceaccount:"
                                            + subject.path("namespace").asText(namespace) + ":" + name);
                        default -> false;
                    };
            if (is) {
                return true;
            }
        }
        return false;
    }

    private Optional<ObjectNode> role(JsonNode binding, String namespace) {
        JsonNode reference = binding.path("roleRef");
        Kind kind = reference.path("kind").asText().equals("Role") ? Kinds.ROLE : Kinds.CLUSTER_ROLE;
        return store.get(kind, namespace, reference.path("name").asText());
    }

    private static boolean grants(Optional<ObjectNode> role, Request request) {
        for (JsonNode rule : role.map(r -> r.path("rules")).orElse(MissingNode.getInstance())) {
            if (has(rule.path("verbs"), request.verb())
                    && has(rule.path("apiGroups"), request.group())
                    && has(rule.path("resources"), request.resource())
                    && (rule.path("resourceNames").isEmpty() || has(rule.path("resourceNames"), request.name()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(JsonNode values, String value) {
        for (JsonNode one : values) {
            if (one.asText().equals("*") || one.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
