package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects of a kind are listed or watched.
 *
 * @param namespace only those in this namespace
 * @param labels only those with these labels
 * @param fields only those with these values, by the path of the field, as {@code metadata.name}
 */
public record Selection(Optional<String> namespace, LabelSelector labels, Map<String, String> fields) {
    /** Every object of the kind. */
    public static final Selection ALL = new Selection(Optional.empty(), LabelSelector.EVERYTHING, Map.of());

    public Selection {
        fields = Map.copyOf(fields);
    }

    /** Every object in a namespace. */
    public static Selection in(String namespace) {
        return new Selection(Optional.of(namespace), LabelSelector.EVERYTHING, Map.of());
    }

    /** Narrowed to the objects with this label. */
    public Selection labelled(String key, String value) {
        return new Selection(namespace, LabelSelector.label(key, value), fields);
    }

    boolean matches(JsonNode object) {
        return namespace
                        .map(n -> n.equals(
                                object.path("metadata").path("namespace").asText()))
                        .orElse(true)
                && labels.matches(object)
                && fields.entrySet().stream()
                        .allMatch(e -> object.at("/" + e.getKey().replace('.', '/'))
                                .asText("")
                                .equals(e.getValue()));
    }
}
