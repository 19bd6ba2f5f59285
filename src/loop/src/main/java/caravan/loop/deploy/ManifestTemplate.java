package caravan.loop.deploy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The SeldonDeployment that users edit, with placeholders {@code {{name}}}. Its one predictor stands for every slot in
 * use. A scalar that is nothing but a placeholder takes the value's type, so that a number stays a number.
 */
public final class ManifestTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z0-9-]+)}}");

    private final Map<String, Object> template;

    /** Parses the template. */
    public ManifestTemplate(String yaml) {
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (!(root instanceof Map<?, ?> map) || predictors(cast(map)).size() != 1) {
            throw new IllegalArgumentException(
                    "the manifest must be one SeldonDeployment with one predictor, which is repeated for each slot");
        }
        this.template = cast(map);
    }

    /**
     * Fills the template.
     *
     * @param values for every placeholder outside the predictor
     * @param predictors values for each slot, in order; {@code traffic} among them
     * @param notes become annotations {@code caravan/<name>} of the object
     * @return the manifest as YAML, every predictor annotated with the hash of all it holds but its traffic
     */
    public String render(Map<String, Object> values, List<Map<String, Object>> predictors, Map<String, String> notes) {
        Map<String, Object> manifest = cast((Map<?, ?>) fill(withoutPredictors(), values));
        Map<String, Object> spec = cast((Map<?, ?>) manifest.get("spec"));
        List<Object> filled = new ArrayList<>();
        for (Map<String, Object> slot : predictors) {
            Map<String, Object> all = new LinkedHashMap<>(values);
            all.putAll(slot);
            filled.add(predictor(all));
        }
        spec.put("predictors", filled);
        Map<String, Object> metadata = child(manifest, "metadata");
        Map<String, Object> annotations = child(metadata, "annotations");
        new TreeMap<>(notes).forEach((k, v) -> annotations.put("caravan/" + k, v));
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(manifest);
    }

    private Map<String, Object> predictor(Map<String, Object> values) {
        Map<String, Object> predictor =
                cast((Map<?, ?>) fill(predictors(template).get(0), values));
        Map<String, Object> identity = new LinkedHashMap<>(predictor);
        identity.remove("traffic");
        child(predictor, "annotations").put("caravan/revision", hash(new Yaml().dump(identity)));
        return predictor;
    }

    private Map<String, Object> withoutPredictors() {
        Map<String, Object> manifest = new LinkedHashMap<>(template);
        Map<String, Object> spec = new LinkedHashMap<>(cast((Map<?, ?>) manifest.get("spec")));
        spec.remove("predictors");
        manifest.put("spec", spec);
        return manifest;
    }

    private static Object fill(Object node, Map<String, Object> values) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> filled = new LinkedHashMap<>();
            map.forEach((k, v) -> filled.put(String.valueOf(k), fill(v, values)));
            return filled;
        }
        if (node instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(item -> fill(item, values)).toList());
        }
        return node instanceof String text ? fill(text, values) : node;
    }

    private static Object fill(String text, Map<String, Object> values) {
        Matcher whole = PLACEHOLDER.matcher(text);
        if (whole.matches()) {
            return value(whole.group(1), values);
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf(value(m.group(1), values))));
    }

    private static Object value(String name, Map<String, Object> values) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the manifest names {{" + name + "}}; known are "
                    + String.join(", ", new TreeMap<>(values).keySet()));
        }
        return value;
    }

    private static List<Object> predictors(Map<String, Object> manifest) {
        Object spec = manifest.get("spec");
        Object predictors = spec instanceof Map<?, ?> map ? map.get("predictors") : null;
        return predictors instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    private static Map<String, Object> child(Map<String, Object> parent, String key) {
        Object child = parent.get(key);
        Map<String, Object> map = child instanceof Map<?, ?> existing ? cast(existing) : new LinkedHashMap<>();
        parent.put(key, map);
        return map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
