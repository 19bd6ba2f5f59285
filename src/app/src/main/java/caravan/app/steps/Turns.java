package caravan.app.steps;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * The route policy {@code turns}: a route works on a use case once at a time. A doorbell that rings meanwhile is not
 * waited for: it rings once more when the turn has ended.
 */
public final class Turns extends RoutePolicySupport {
    private static final String KEY = "caravan.turn";

    private final Failures failures;
    private final Ring doorbell;
    private final Map<String, Set<String>> working = new HashMap<>();
    private final Map<String, Set<String>> again = new HashMap<>();

    /** Tells which turns went well, and rings again where one ended. */
    public Turns(Failures failures, Ring doorbell) {
        this.failures = failures;
        this.doorbell = doorbell;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        String key = Step.key(exchange);
        synchronized (this) {
            if (working.computeIfAbsent(route.getId(), r -> new HashSet<>()).add(key)) {
                exchange.setProperty(KEY, key);
            } else {
                // a message that another route sent on brings that route's mark
                exchange.removeProperty(KEY);
                again.computeIfAbsent(route.getId(), r -> new HashSet<>()).add(key);
                exchange.setRouteStop(true);
            }
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        String key = exchange.getProperty(KEY, String.class);
        if (key == null) {
            return;
        }
        if (exchange.getProperty(Exchange.EXCEPTION_CAUGHT) == null && !exchange.isFailed()) {
            failures.over(exchange);
        }
        boolean ring;
        synchronized (this) {
            working.get(route.getId()).remove(key);
            Set<String> waiting = again.get(route.getId());
            ring = waiting != null && waiting.remove(key);
        }
        if (ring) {
            doorbell.at(route.getEndpoint().getEndpointUri(), key);
        }
    }
}
