package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.LabelSelector;
import caravan.sandbox.kubernetes.Refusal;
import caravan.sandbox.kubernetes.Selection;
import caravan.sandbox.kubernetes.Write;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request for a resource.
 *
 * @param verb what it does
 * @param target the resource
 * @param query its parameters
 * @param headers its headers
 * @param body what it sends, empty where nothing
 * @param user who asks
 * @param warnings what the answer warns of
 */
record Call(Verb verb, Target target, MultiMap query, MultiMap headers, byte[] body, User user, List<String> warnings) {
    private static final Set<String> FIELDS = Set.of("metadata.name", "metadata.namespace");
    private static final Set<String> EVENT_FIELDS = Set.of(
            "involvedObject.kind",
            "involvedObject.name",
            "involvedObject.namespace",
            "involvedObject.uid",
            "reason",
            "type");
    private static final Set<String> POD_FIELDS = Set.of("status.phase", "spec.nodeName");

    Call(Verb verb, Target target, MultiMap query, MultiMap headers, byte[] body, User user) {
        this(verb, target, query, headers, body, user, new ArrayList<>());
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(v -> !v.isEmpty());
    }

    boolean flag(String name) {
        return parameter(name).filter(v -> v.equals("true") || v.equals("1")).isPresent();
    }

    String header(String name) {
        return Optional.ofNullable(headers.get(name)).orElse("");
    }

    boolean dryRun() {
        return parameter("dryRun")
                .map(v -> {
                    if (!v.equals("All")) {
                        throw Refusal.badRequest("Invalid value: \"" + v + "\": supported values: \"All\"");
                    }
                    return true;
                })
                .orElse(false);
    }

    Write write() {
        return new Write(manager(), dryRun());
    }

    /** Who writes: the parameter, or else the program's name. */
    String manager() {
        return parameter("fieldManager").orElseGet(() -> {
            String agent = header("User-Agent");
            String program = agent.split("[/ ]", 2)[0];
            return program.isEmpty() ? "unknown" : program;
        });
    }

    Selection selection() {
        Map<String, String> fields = new HashMap<>();
        parameter("fieldSelector").ifPresent(text -> {
            for (String term : text.split(",")) {
                String[] sides = term.split("==?", 2);
                if (sides.length < 2 || !selectable(sides[0])) {
                    throw Refusal.badRequest("Unable to find \"" + target.kind().apiVersion() + ", Resource="
                            + target.kind().plural() + "\" that match label selector \""
                            + parameter("labelSelector").orElse("") + "\", field selector \"" + text
                            + "\": field label not supported: " + sides[0]);
                }
                fields.put(sides[0], sides[1]);
            }
        });
        if (target.named()) {
            fields.put("metadata.name", target.name());
        }
        return new Selection(
                Optional.of(target.namespace()).filter(n -> !n.isEmpty()),
                parameter("labelSelector").map(LabelSelector::parse).orElse(LabelSelector.EVERYTHING),
                fields);
    }

    private boolean selectable(String field) {
        return FIELDS.contains(field)
                || target.kind().name().equals("Event") && EVENT_FIELDS.contains(field)
                || target.kind().name().equals("Pod") && POD_FIELDS.contains(field);
    }
}
