package caravan.sandbox.kubernetes.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of paths into an object, in the shape of {@code FieldsV1}: steps are {@code f:field}, {@code k:{keys}}, {@code v:value}. */
public final class FieldSet {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SELF = ".";

    private boolean member;
    private final TreeMap<String, FieldSet> below = new TreeMap<>();

    /** The set in its stored shape. */
    public static FieldSet read(JsonNode fieldsV1) {
        FieldSet set = new FieldSet();
        fieldsV1.properties().forEach(entry -> {
            if (!entry.getKey().equals(SELF)) {
                FieldSet child = read(entry.getValue());
                child.member = entry.getValue().isEmpty() || entry.getValue().has(SELF);
                set.below.put(entry.getKey(), child);
            }
        });
        return set;
    }

    /** The shape in which it is stored. */
    public ObjectNode write() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        below.forEach((step, child) -> {
            ObjectNode written = JsonNodeFactory.instance.objectNode();
            if (child.member && !child.below.isEmpty()) {
                written.putObject(SELF);
            }
            written.setAll(child.write());
            node.set(step, written);
        });
        return node;
    }

    /** The part below a step, made where it is absent. */
    FieldSet at(String step) {
        return below.computeIfAbsent(step, s -> new FieldSet());
    }

    /** Takes the place itself into the set. */
    FieldSet add() {
        member = true;
        return this;
    }

    boolean isMember() {
        return member;
    }

    /** Whether no path is in it. */
    public boolean isEmpty() {
        return !member && below.values().stream().allMatch(FieldSet::isEmpty);
    }

    Map<String, FieldSet> below() {
        return below;
    }

    boolean has(String step) {
        return below.containsKey(step);
    }

    /** The paths of either. */
    public FieldSet plus(FieldSet other) {
        FieldSet sum = new FieldSet();
        sum.member = member || other.member;
        below.forEach((step, child) -> sum.below.put(step, child.plus(other.child(step))));
        other.below.forEach((step, child) -> sum.below.computeIfAbsent(step, s -> child.plus(new FieldSet())));
        return sum;
    }

    /** The paths of this that the other lacks. */
    public FieldSet minus(FieldSet other) {
        FieldSet rest = new FieldSet();
        rest.member = member && !other.member;
        below.forEach((step, child) -> rest.keep(step, child.minus(other.child(step))));
        return rest;
    }

    /** The paths of both. */
    public FieldSet and(FieldSet other) {
        FieldSet both = new FieldSet();
        both.member = member && other.member;
        below.forEach((step, child) -> both.keep(step, child.and(other.child(step))));
        return both;
    }

    private void keep(String step, FieldSet child) {
        if (!child.isEmpty()) {
            below.put(step, child);
        }
    }

    private FieldSet child(String step) {
        FieldSet child = below.get(step);
        return child == null ? new FieldSet() : child;
    }

    /** The set without everything at and below this field. */
    FieldSet without(String field) {
        FieldSet rest = plus(new FieldSet());
        rest.below.remove("f:" + field);
        return rest;
    }

    /** The paths as messages have them: {@code .spec.containers[name="a"].image}. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        collect("", words);
        return words;
    }

    private void collect(String path, List<String> words) {
        if (member) {
            words.add(path);
        }
        below.forEach((step, child) -> child.collect(path + word(step), words));
    }

    private static String word(String step) {
        String value = step.substring(2);
        if (step.startsWith("f:")) {
            return "." + value;
        }
        try {
            return step.startsWith("k:")
                    ? caravan.sandbox.kubernetes.schema.Keys.words((ObjectNode) MAPPER.readTree(value))
                    : "[=" + value + "]";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no step of a path: " + step, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && write().equals(set.write());
    }

    @Override
    public int hashCode() {
        return write().hashCode();
    }

    @Override
    public String toString() {
        return write().toString();
    }
}
