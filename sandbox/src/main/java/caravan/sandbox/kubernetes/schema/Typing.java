package caravan.sandbox.kubernetes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What server-side apply demands before all else: known fields, of about the right type, list items told apart. */
public final class Typing {
    private final List<String> faults = new ArrayList<>();

    private Typing() {}

    /** What is wrong, in the words of the server; empty where nothing is. */
    public static List<String> faults(Type type, JsonNode value) {
        Typing typing = new Typing();
        typing.check("", type, value);
        return typing.faults;
    }

    private void check(String path, Type type, JsonNode value) {
        if (value.isNull() || type instanceof Type.Any) {
            return;
        }
        if (type instanceof Type.Scalar scalar) {
            checkScalar(path, scalar, value);
        } else if (type instanceof Type.Struct || type instanceof Type.Dictionary) {
            checkMap(path, type, value);
        } else {
            checkList(path, type, value);
        }
    }

    private void checkScalar(String path, Type.Scalar scalar, JsonNode value) {
        boolean fits =
                switch (scalar) {
                    case STRING -> value.isTextual();
                    case INTEGER, NUMBER -> value.isNumber();
                    case BOOLEAN -> value.isBoolean();
                    case INT_OR_STRING, QUANTITY -> value.isValueNode();
                };
        if (!fits) {
            boolean number = scalar == Type.Scalar.INTEGER || scalar == Type.Scalar.NUMBER;
            add(
                    path,
                    number
                            ? "expected numeric (int or float), got " + name(value)
                            : "expected "
                                    + (scalar == Type.Scalar.BOOLEAN ? "boolean" : "string")
                                    + ", got &value.valueUnstructured{Value:" + value + "}");
        }
    }

    private void checkMap(String path, Type type, JsonNode value) {
        if (!value.isObject()) {
            add(path, "expected map, got &value.valueUnstructured{Value:" + value + "}");
            return;
        }
        value.properties().forEach(entry -> {
            String below = path + "." + entry.getKey();
            if (type instanceof Type.Struct struct && !struct.fields().containsKey(entry.getKey())) {
                add(below, "field not declared in schema");
            } else {
                check(below, type.child(entry.getKey()), entry.getValue());
            }
        });
    }

    private void checkList(String path, Type type, JsonNode value) {
        if (!value.isArray()) {
            add(path, "expected list, got &value.valueUnstructured{Value:" + value + "}");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String below = path + "[" + i + "]";
            if (type instanceof Type.Keyed keyed) {
                String key = Keys.words(keyed, value.get(i));
                below = path + key;
                if (!seen.add(key)) {
                    add(path, "duplicate entries for key " + key);
                }
            }
            check(below, type.items(), value.get(i));
        }
    }

    private void add(String path, String message) {
        faults.add(path.isEmpty() ? message : path + ": " + message);
    }

    private static String name(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case ARRAY -> "list";
            default -> "map";
        };
    }

    /** The faults as one message. */
    public static String words(List<String> faults) {
        return faults.size() == 1
                ? faults.get(0)
                : faults.stream().map(f -> "\n  " + f).collect(Collectors.joining("", "errors:", ""));
    }
}
