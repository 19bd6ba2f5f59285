package caravan.sandbox.kubernetes;

import java.util.Map;
import java.util.Set;

/**
 * One requirement of a label selector.
 *
 * @param key the label
 * @param operator how its value is compared
 * @param values the values to compare with
 */
public record Requirement(String key, Operator operator, Set<String> values) {
    /** How a label's value is compared. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        ABSENT
    }

    boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case ABSENT -> value == null;
        };
    }
}
