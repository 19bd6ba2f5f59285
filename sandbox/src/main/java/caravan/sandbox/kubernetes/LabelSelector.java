package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses objects by their labels.
 *
 * @param requirements all of these must hold
 */
public record LabelSelector(List<Requirement> requirements) {
    /** Chooses every object. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private static final Pattern REQUIREMENT =
            Pattern.compile("\\s*(?:(?<set>[^\\s!=,()]+)\\s+(?<in>in|notin)\\s*\\((?<values>[^)]*)\\)"
                    + "|(?<key>[^\\s!=,()]+)\\s*(?<op>==|!=|=)\\s*(?<value>[^\\s,()=!]*)"
                    + "|(?<not>!)?\\s*(?<exists>[^\\s!=,()]+))\\s*(?:,|$)");

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** The objects with this label. */
    public static LabelSelector label(String key, String value) {
        return new LabelSelector(List.of(new Requirement(key, Requirement.Operator.IN, Set.of(value))));
    }

    /** Reads a selector as in a URL: {@code a=b,c!=d,e in (f,g),!h}. */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        Matcher matcher = REQUIREMENT.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw Refusal.badRequest("unable to parse requirement: " + text.substring(end));
            }
            requirements.add(requirement(matcher));
            end = matcher.end();
        }
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(Matcher matcher) {
        if (matcher.group("set") != null) {
            return new Requirement(
                    matcher.group("set"),
                    "in".equals(matcher.group("in")) ? Requirement.Operator.IN : Requirement.Operator.NOT_IN,
                    Set.of(matcher.group("values").trim().split("\\s*,\\s*")));
        }
        if (matcher.group("key") != null) {
            return new Requirement(
                    matcher.group("key"),
                    "!=".equals(matcher.group("op")) ? Requirement.Operator.NOT_IN : Requirement.Operator.IN,
                    Set.of(matcher.group("value")));
        }
        return new Requirement(
                matcher.group("exists"),
                matcher.group("not") == null ? Requirement.Operator.EXISTS : Requirement.Operator.ABSENT,
                Set.of());
    }

    boolean matches(JsonNode object) {
        if (requirements.isEmpty()) {
            return true;
        }
        Map<String, String> labels = new HashMap<>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        return requirements.stream().allMatch(r -> r.matches(labels));
    }
}
