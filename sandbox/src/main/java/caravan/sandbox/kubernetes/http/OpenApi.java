package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.Kind;
import caravan.sandbox.kubernetes.Kinds;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The OpenAPI document, version 2, of as much as clients look for: which kinds can be patched, and with which
 * parameters. kubectl reads it as protobuf.
 */
final class OpenApi {
    private static final List<String> PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation", "force");

    private OpenApi() {}

    static ObjectNode json() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.34.3");
        ObjectNode paths = document.putObject("paths");
        for (Kind kind : Kinds.all()) {
            ObjectNode patch = paths.putObject(path(kind)).putObject("patch");
            ArrayNode parameters = patch.putArray("parameters");
            PARAMETERS.forEach(name ->
                    parameters.addObject().put("name", name).put("in", "query").put("type", "string"));
            patch.putObject("responses");
            gvk(patch.putObject("x-kubernetes-group-version-kind"), kind);
        }
        document.putObject("definitions");
        return document;
    }

    private static void gvk(ObjectNode node, Kind kind) {
        node.put("group", kind.group()).put("kind", kind.name()).put("version", kind.version());
    }

    private static String path(Kind kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/") + kind.version()
                + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural() + "/{name}";
    }

    /** The same in the message {@code openapi.v2.Document}. */
    static byte[] protobuf() {
        ByteString paths = ByteString.EMPTY;
        for (Kind kind : Kinds.all()) {
            ByteString operation = ByteString.EMPTY;
            for (String name : PARAMETERS) {
                ByteString query = text(3, "query").concat(text(4, name)).concat(text(6, "string"));
                operation = operation.concat(message(8, message(1, message(2, message(3, query)))));
            }
            String gvk =
                    "group: \"" + kind.group() + "\"\nkind: " + kind.name() + "\nversion: " + kind.version() + "\n";
            operation = operation.concat(
                    message(13, text(1, "x-kubernetes-group-version-kind").concat(message(2, text(2, gvk)))));
            ByteString item = message(8, operation);
            paths = paths.concat(message(2, text(1, path(kind)).concat(message(2, item))));
        }
        return text(1, "2.0")
                .concat(message(2, text(1, "Kubernetes").concat(text(2, "v1.34.3"))))
                .concat(message(8, paths))
                .toByteArray();
    }

    private static ByteString text(int field, String value) {
        return message(field, ByteString.copyFromUtf8(value));
    }

    private static ByteString message(int field, ByteString content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeBytes(field, content);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
