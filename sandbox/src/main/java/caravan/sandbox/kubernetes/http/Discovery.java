package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The documents that tell clients what is served. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private static final List<String> READ_ONLY = List.of("get", "list", "watch");

    private Discovery() {}

    /** The document at this path, if there is one. */
    static Optional<JsonNode> document(String path) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (trimmed) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(coreVersions());
            case "/apis" -> Optional.of(groups());
            case "/api/v1" -> Optional.of(resources("", "v1"));
            default -> group(trimmed.split("/"));
        };
    }

    private static JsonNode version() {
        return object().put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.3+caravan")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    private static JsonNode coreVersions() {
        ObjectNode versions = object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private static JsonNode groups() {
        ObjectNode list = object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        groupVersions().forEach((group, version) -> groups.add(group(group, version)));
        return list;
    }

    private static TreeMap<String, String> groupVersions() {
        TreeMap<String, String> groups = new TreeMap<>();
        Kinds.all().stream().filter(k -> !k.group().isEmpty()).forEach(k -> groups.put(k.group(), k.version()));
        groups.put(Reviews.GROUP, Reviews.VERSION);
        return groups;
    }

    private static ObjectNode group(String name, String version) {
        ObjectNode group = object().put("name", name);
        ObjectNode only = object().put("groupVersion", name + "/" + version).put("version", version);
        group.putArray("versions").add(only);
        group.set("preferredVersion", only);
        return group;
    }

    private static Optional<JsonNode> group(String[] parts) {
        if (parts.length < 3 || parts.length > 4 || !parts[1].equals("apis")) {
            return Optional.empty();
        }
        String version = groupVersions().get(parts[2]);
        if (version == null || parts.length == 4 && !parts[3].equals(version)) {
            return Optional.empty();
        }
        if (parts.length == 4) {
            return Optional.of(resources(parts[2], version));
        }
        ObjectNode group = object().put("kind", "APIGroup").put("apiVersion", "v1");
        group.setAll(group(parts[2], version));
        return Optional.of(group);
    }

    private static JsonNode resources(String group, String version) {
        ObjectNode list = object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        if (group.equals(Reviews.GROUP)) {
            Reviews.resources().forEach(resources::add);
        }
        Kinds.of(group, version).forEach(kind -> add(resources, kind));
        return list;
    }

    private static void add(ArrayNode resources, Kind kind) {
        ObjectNode resource = resources
                .addObject()
                .put("name", kind.plural())
                .put("singularName", kind.name().toLowerCase(java.util.Locale.ROOT))
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        boolean readOnly = kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION);
        (readOnly ? READ_ONLY : VERBS).forEach(resource.putArray("verbs")::add);
        if (!kind.shortNames().isEmpty()) {
            kind.shortNames().forEach(resource.putArray("shortNames")::add);
        }
        if (!kind.categories().isEmpty()) {
            kind.categories().forEach(resource.putArray("categories")::add);
        }
        kind.subresources().stream().sorted().forEach(sub -> {
            ObjectNode below = resources
                    .addObject()
                    .put("name", kind.plural() + "/" + sub)
                    .put("singularName", "")
                    .put("namespaced", kind.namespaced());
            if (sub.equals("scale")) {
                below.put("group", "autoscaling").put("version", "v1").put("kind", "Scale");
            } else {
                below.put("kind", kind.name());
            }
            ArrayNode verbs = below.putArray("verbs").add("get");
            if (!sub.equals("log")) {
                verbs.add("patch").add("update");
            }
        });
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
