package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Metrics of trials, as lines of JSON.
 *
 * @param group empty where the query names it
 */
record MetricsStream(Database database, String group) {

    void answer(RoutingContext context, Call call) {
        List<Integer> trials = call.all("trialIds").stream()
                .map(text -> {
                    try {
                        return Integer.valueOf(text);
                    } catch (NumberFormatException e) {
                        throw ApiException.invalid("parsing trial_ids: invalid number " + text);
                    }
                })
                .toList();
        String wanted = group.isEmpty() ? call.asked("group").orElse("") : group;
        StringBuilder lines = new StringBuilder();
        for (int id : trials) {
            List<Metrics.Report> reports = database.transaction(sql -> {
                Trial.get(sql, id);
                return Metrics.of(sql, id, wanted);
            });
            if (!reports.isEmpty()) {
                ObjectNode result = Json.object();
                result.putObject("result")
                        .set(
                                "metrics",
                                Json.nodes(reports.stream()
                                        .map(Metrics.Report::line)
                                        .toList()));
                lines.append(result).append('\n');
            }
        }
        context.response().putHeader("Content-Type", "application/json").end(lines.toString());
    }
}
