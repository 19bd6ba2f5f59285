package caravan.sandbox.kubernetes.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The known types by name, read from the notation of {@code kubernetes-types.yaml}. */
public final class Types {
    private static final Types SERVED = new Types(false, "kubernetes-types.yaml");
    private static final Types CUSTOM = new Types(true, "kubernetes-types.yaml", "seldon-types.yaml");
    private static final Pattern EXPRESSION =
            Pattern.compile("(?<map>map )?(?<name>\\w+)(?:@(?<depth>\\w+))?(?:\\[(?<keys>[^\\]]*)\\])?(?<required>!)?");

    private final boolean custom;
    private final Map<String, JsonNode> definitions = new HashMap<>();
    private final Map<String, Type> resolved = new HashMap<>();

    private Types(boolean custom, String... files) {
        this.custom = custom;
        for (String file : files) {
            try (InputStream in = Types.class.getResourceAsStream("/caravan/sandbox/kubernetes/" + file)) {
                new YAMLMapper()
                        .readTree(in)
                        .properties()
                        .forEach(definition -> definitions.put(definition.getKey(), definition.getValue()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the types in " + file, e);
            }
        }
    }

    /** The type of a kind that Kubernetes itself defines. */
    public static Type served(String kind) {
        return SERVED.find(kind);
    }

    /** The type of a kind that a CustomResourceDefinition defines. */
    public static Type custom(String kind) {
        return CUSTOM.find(kind);
    }

    private synchronized Type find(String name) {
        return named(name, 0);
    }

    private Type named(String name, int depth) {
        return switch (name) {
            case "string" -> Type.Scalar.STRING;
            case "integer" -> Type.Scalar.INTEGER;
            case "number" -> Type.Scalar.NUMBER;
            case "boolean" -> Type.Scalar.BOOLEAN;
            case "intOrString" -> Type.Scalar.INT_OR_STRING;
            case "quantity" -> Type.Scalar.QUANTITY;
            case "any" -> new Type.Any();
            default -> struct(name, depth);
        };
    }

    private Type struct(String name, int depth) {
        String key = name + "@" + depth;
        Type known = resolved.get(key);
        if (known == null) {
            JsonNode definition = definitions.get(name);
            if (definition == null) {
                throw new IllegalArgumentException("no type is named " + name);
            }
            Map<String, Type.Field> fields = new HashMap<>();
            definition.properties().forEach(field -> {
                Matcher expression = EXPRESSION.matcher(field.getValue().asText());
                if (!expression.matches()) {
                    throw new IllegalArgumentException(name + "." + field.getKey() + ": " + field.getValue());
                }
                if (!"down".equals(expression.group("depth")) || depth > 0) {
                    fields.put(
                            field.getKey(),
                            new Type.Field(type(expression, depth), expression.group("required") != null));
                }
            });
            known = new Type.Struct(fields);
            resolved.put(key, known);
        }
        return known;
    }

    private Type type(Matcher expression, int depth) {
        Type type = named(expression.group("name"), depth(expression.group("depth"), depth));
        if (expression.group("map") != null) {
            return new Type.Dictionary(type);
        }
        return expression.group("keys") == null ? type : list(type, expression.group("keys"));
    }

    private static int depth(String text, int depth) {
        if (text == null) {
            return 0;
        }
        return text.equals("down") ? depth - 1 : Integer.parseInt(text);
    }

    private Type list(Type items, String keys) {
        if (keys.isEmpty()) {
            return new Type.Atomic(items);
        }
        if (keys.equals("set")) {
            return new Type.Distinct(items);
        }
        List<String> names = new ArrayList<>();
        Map<String, String> defaults = new HashMap<>();
        for (String key : keys.split(",")) {
            String[] parts = key.split("=");
            names.add(parts[0]);
            if (parts.length > 1) {
                defaults.put(parts[0], parts[1]);
            }
        }
        // Definitions made from Go types know the keys of lists with several, not those of the strategic merge.
        return custom && names.size() == 1 ? new Type.Atomic(items) : new Type.Keyed(items, names, defaults);
    }
}
