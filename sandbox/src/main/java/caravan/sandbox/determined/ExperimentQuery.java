package caravan.sandbox.determined;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The query of a list of experiments as SQL. */
final class ExperimentQuery {
    /** States that a filter may name, but that the database of the real one does not know. */
    private static final Set<String> PRESENTED = Set.of("QUEUED", "PULLING", "STARTING", "DELETED");

    private static final Set<String> STATES = Set.of(
            "ACTIVE",
            "PAUSED",
            "STOPPING_COMPLETED",
            "STOPPING_CANCELED",
            "STOPPING_ERROR",
            "STOPPING_KILLED",
            "COMPLETED",
            "CANCELED",
            "ERROR",
            "DELETING",
            "DELETE_FAILED",
            "RUNNING");

    private static final Map<String, String> SORTS = new TreeMap<>(Map.ofEntries(
            Map.entry("SORT_BY_UNSPECIFIED", "e.id"),
            Map.entry("SORT_BY_ID", "e.id"),
            Map.entry("SORT_BY_DESCRIPTION", "e.description"),
            Map.entry("SORT_BY_START_TIME", "e.started"),
            Map.entry("SORT_BY_END_TIME", "e.ended"),
            Map.entry("SORT_BY_STATE", "e.state"),
            Map.entry("SORT_BY_PROGRESS", "e.progress"),
            Map.entry("SORT_BY_NAME", "e.name"),
            Map.entry("SORT_BY_USER", "u.username"),
            Map.entry("SORT_BY_FORKED_FROM", "e.parent_id"),
            Map.entry("SORT_BY_PROJECT_ID", "e.project_id")));

    private final List<String> conditions = new ArrayList<>(List.of("TRUE"));
    private final List<Object> values = new ArrayList<>();
    private final String order;

    ExperimentQuery(Call call) {
        call.all("labels").stream()
                .flatMap(labels -> List.of(labels.split(",")).stream())
                .forEach(label -> where(
                        "EXISTS (SELECT 1 FROM experiment_labels l WHERE l.experiment_id = e.id AND l.label = ?)",
                        label));
        List<String> states =
                call.all("states").stream().map(ExperimentQuery::state).toList();
        in("e.state", states);
        call.asked("name").filter(n -> !n.isEmpty()).ifPresent(n -> where("e.name ILIKE ?", "%" + n + "%"));
        call.asked("description")
                .filter(d -> !d.isEmpty())
                .ifPresent(d -> where("e.description ILIKE ?", "%" + d + "%"));
        call.askedFlag("archived").ifPresent(a -> where("e.archived = ?", a));
        in("u.username", call.all("users"));
        in("e.user_id", call.all("userIds").stream().map(Integer::valueOf).toList());
        call.askedNumber("projectId").filter(p -> p != 0).ifPresent(p -> where("e.project_id = ?", p));
        Map<String, String> bounds = Map.of("lt", "<", "lte", "<=", "gt", ">", "gte", ">=");
        bounds.forEach((name, sign) ->
                call.askedNumber("experimentIdFilter." + name).ifPresent(bound -> where("e.id " + sign + " ?", bound)));
        in(
                "e.id",
                call.all("experimentIdFilter.incl").stream()
                        .map(Integer::valueOf)
                        .toList());
        String sort = call.askedOne(
                "sortBy", "apiv1.GetExperimentsRequest_SortBy", "SORT_BY_ID", List.copyOf(SORTS.keySet()));
        order = SORTS.get(sort) + (call.descending() ? " DESC NULLS LAST" : " ASC") + ", e.id";
    }

    private static String state(String asked) {
        String name = asked.replaceFirst("^STATE_", "");
        if (!asked.startsWith("STATE_") || !(STATES.contains(name) || PRESENTED.contains(name))) {
            throw ApiException.invalid(asked + " is not a valid experimentv1.State");
        }
        if (PRESENTED.contains(name)) {
            throw ApiException.internal(
                    "ERROR: invalid input value for enum experiment_state: \"" + name + "\" (SQLSTATE 22P02)");
        }
        return name;
    }

    private void where(String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }

    private void in(String column, List<?> allowed) {
        if (!allowed.isEmpty()) {
            conditions.add(column + " IN (" + allowed.stream().map(a -> "?").collect(Collectors.joining(", ")) + ")");
            values.addAll(allowed);
        }
    }

    List<Experiment> run(caravan.sandbox.determined.sql.Sql sql) {
        return sql
                .query(
                        "SELECT e.* FROM experiments e JOIN users u ON u.id = e.user_id WHERE "
                                + String.join(" AND ", conditions) + " ORDER BY " + order,
                        values.toArray())
                .stream()
                .map(Experiment::of)
                .toList();
    }
}
