package caravan.sandbox.kubernetes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a kept object of a type must be: its required fields there, each value of its exact type. */
public final class Validation {
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?(\\d+|\\d+\\.\\d*|\\.\\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?\\d+))?");

    private final List<Fault> faults = new ArrayList<>();

    private Validation() {}

    /** What is wrong; empty where nothing is. Whole numbers written as fractions become whole. */
    public static List<Fault> faults(Type type, JsonNode object) {
        Validation validation = new Validation();
        validation.check("", type, object);
        return validation.faults;
    }

    private void check(String path, Type type, JsonNode value) {
        if (type instanceof Type.Any) {
            return;
        }
        if (type instanceof Type.Scalar scalar) {
            checkScalar(path, scalar, value);
        } else if (type instanceof Type.Struct || type instanceof Type.Dictionary) {
            if (value instanceof ObjectNode object) {
                checkMap(path, type, object);
            } else {
                wrong(path, "object", value);
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                check(path + "[" + i + "]", type.items(), whole(type.items(), array.get(i)));
            }
        } else {
            wrong(path, "array", value);
        }
    }

    private void checkMap(String path, Type type, ObjectNode object) {
        if (type instanceof Type.Struct struct) {
            struct.fields().entrySet().stream()
                    .filter(f -> f.getValue().required() && !object.has(f.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(f ->
                            faults.add(new Fault("FieldValueRequired", below(path, f.getKey()), "Required value")));
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Type child = type.child(entry.getKey());
            entry.setValue(whole(child, entry.getValue()));
            check(below(path, entry.getKey()), child, entry.getValue());
        }
    }

    private static JsonNode whole(Type type, JsonNode value) {
        if (type == Type.Scalar.INTEGER
                && value.isFloatingPointNumber()
                && value.doubleValue() == Math.rint(value.doubleValue())
                && value.canConvertToLong()) {
            return value.canConvertToInt() ? IntNode.valueOf(value.intValue()) : LongNode.valueOf(value.longValue());
        }
        return value;
    }

    private void checkScalar(String path, Type.Scalar scalar, JsonNode value) {
        boolean fits =
                switch (scalar) {
                    case STRING -> value.isTextual();
                    case INTEGER -> value.isIntegralNumber();
                    case NUMBER -> value.isNumber();
                    case BOOLEAN -> value.isBoolean();
                    case INT_OR_STRING -> value.isIntegralNumber() || value.isTextual();
                    case QUANTITY -> value.isIntegralNumber() || value.isTextual();
                };
        if (!fits) {
            wrong(path, scalar.words(), value);
        } else if (scalar == Type.Scalar.QUANTITY
                && value.isTextual()
                && !QUANTITY.matcher(value.asText()).matches()) {
            faults.add(new Fault(
                    "FieldValueInvalid",
                    path,
                    "Invalid value: " + value + ": " + path + " in body should match '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|"
                            + "(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|"
                            + "(\\.[0-9]+))))?$'"));
        }
    }

    private void wrong(String path, String wanted, JsonNode value) {
        String name = name(value);
        faults.add(new Fault(
                "FieldValueTypeInvalid",
                path,
                "Invalid value: \"" + name + "\": " + path + " in body must be of type " + wanted + ": \"" + name
                        + "\""));
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String name(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "object";
        };
    }
}
