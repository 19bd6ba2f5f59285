package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Sql;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One call of the API, within its transaction.
 *
 * @param user who calls
 * @param path parameters of the path, by name
 */
record Call(Sql sql, User user, Map<String, String> path, MultiMap query, Fields body) {

    String text(String parameter) {
        return path.get(parameter);
    }

    int id(String parameter) {
        return whole(parameter, path.get(parameter));
    }

    private static int whole(String parameter, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalid("type mismatch, parameter: "
                    + parameter.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                    + ", error: strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    /** A query parameter's values. */
    List<String> all(String name) {
        List<String> values = new ArrayList<>(query.getAll(name));
        String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        if (!snake.equals(name)) {
            values.addAll(query.getAll(snake));
        }
        return values;
    }

    Optional<String> asked(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    Optional<Integer> askedNumber(String name) {
        return asked(name).filter(v -> !v.isEmpty()).map(v -> whole(name, v));
    }

    Optional<Boolean> askedFlag(String name) {
        return asked(name).map(v -> v.equals("true") || v.equals("1"));
    }

    /** A value of an enumeration, one of those given. */
    String askedOne(String name, String type, String otherwise, List<String> known) {
        String value = asked(name).filter(v -> !v.isEmpty()).orElse(otherwise);
        if (!known.contains(value)) {
            throw ApiException.invalid(value + " is not a valid " + type);
        }
        return value;
    }

    /** Whether the order is to be descending. */
    boolean descending() {
        return askedOne(
                        "orderBy",
                        "apiv1.OrderBy",
                        "ORDER_BY_UNSPECIFIED",
                        List.of("ORDER_BY_UNSPECIFIED", "ORDER_BY_ASC", "ORDER_BY_DESC"))
                .equals("ORDER_BY_DESC");
    }
}
