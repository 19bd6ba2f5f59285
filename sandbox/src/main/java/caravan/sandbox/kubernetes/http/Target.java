package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Key;
import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The resource that a URL names.
 *
 * @param kind the kind of its objects
 * @param namespace empty for all namespaces or the cluster
 * @param name empty for the collection
 * @param subresource empty for the object itself
 */
record Target(Kind kind, String namespace, String name, String subresource) {

    /** The resource of this path; empty where the path names none. */
    static Optional<Target> of(String path) {
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
        boolean core = parts.get(0).equals("api");
        int head = core ? 2 : 3;
        if (!core && !parts.get(0).equals("apis") || parts.size() <= head) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(head - 1);
        List<String> rest = parts.subList(head, parts.size());
        if (rest.get(0).equals("watch")) {
            rest = rest.subList(1, rest.size());
        }
        String namespace = "";
        if (rest.size() >= 3 && rest.get(0).equals("namespaces") && !rest.get(2).equals("status")) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        return rest.isEmpty() || rest.size() > 3 ? Optional.empty() : find(group, version, namespace, rest);
    }

    private static Optional<Target> find(String group, String version, String namespace, List<String> rest) {
        return Kinds.find(group, version, rest.get(0))
                .filter(kind -> kind.namespaced() ? rest.size() == 1 || !namespace.isEmpty() : namespace.isEmpty())
                .map(kind -> new Target(
                        kind, namespace, rest.size() > 1 ? rest.get(1) : "", rest.size() > 2 ? rest.get(2) : ""))
                .filter(t ->
                        t.subresource().isEmpty() || t.kind().subresources().contains(t.subresource()));
    }

    boolean named() {
        return !name.isEmpty();
    }

    Key key() {
        return new Key(kind, kind.namespaced() ? namespace : "", name);
    }

    /** The resource as rules name it: {@code pods/log}. */
    String resource() {
        return subresource.isEmpty() ? kind.plural() : kind.plural() + "/" + subresource;
    }
}
