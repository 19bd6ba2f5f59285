package caravan.sandbox.kubernetes.schema;

import java.util.List;
import java.util.Map;

/** What a value may be. */
public sealed interface Type {
    /** A single value. */
    enum Scalar implements Type {
        STRING("string"),
        INTEGER("integer"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        INT_OR_STRING("integer"),
        QUANTITY("string");

        private final String words;

        Scalar(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Any value. */
    record Any() implements Type {}

    /** A map with known keys. */
    record Struct(Map<String, Field> fields) implements Type {
        public Struct {
            fields = Map.copyOf(fields);
        }
    }

    /** A map with any keys. */
    record Dictionary(Type values) implements Type {}

    /** A list that is one value: whoever writes an item writes all. */
    record Atomic(Type items) implements Type {}

    /** A list whose items are told apart by the value of keys; a missing one has its default. */
    record Keyed(Type items, List<String> keys, Map<String, String> defaults) implements Type {
        public Keyed {
            keys = List.copyOf(keys);
            defaults = Map.copyOf(defaults);
        }
    }

    /** A list of distinct scalars. */
    record Distinct(Type items) implements Type {}

    /**
     * A field of a map with known keys.
     *
     * @param type what its value may be
     * @param required whether it must be there
     */
    record Field(Type type, boolean required) {}

    /** The type of this key's value; anything where it is not known. */
    default Type child(String key) {
        if (this instanceof Struct struct && struct.fields().containsKey(key)) {
            return struct.fields().get(key).type();
        }
        return this instanceof Dictionary dictionary ? dictionary.values() : new Any();
    }

    /** The type of a list's items. */
    default Type items() {
        if (this instanceof Atomic atomic) {
            return atomic.items();
        }
        if (this instanceof Keyed keyed) {
            return keyed.items();
        }
        return this instanceof Distinct distinct ? distinct.items() : new Any();
    }
}
