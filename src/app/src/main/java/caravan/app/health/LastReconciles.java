package caravan.app.health;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** When each of the loop's steps last came to its end without a failure. A bean of this type is found by Camel. */
public final class LastReconciles implements RoutePolicyFactory {
    private final Clock clock;
    private final Map<String, Optional<Instant>> last = new ConcurrentHashMap<>();
    private final Instant since;

    /** Of the routes with these ids. */
    public LastReconciles(Collection<String> routes, Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
        routes.forEach(r -> last.put(r, Optional.empty()));
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return last.containsKey(routeId) ? new Policy() : null;
    }

    private final class Policy extends RoutePolicySupport {
        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            ExchangeExtension more = exchange.getExchangeExtension();
            boolean failed = exchange.isFailed() || more.isErrorHandlerHandledSet() && more.isErrorHandlerHandled();
            if (!failed && !exchange.isRouteStop()) {
                last.put(route.getRouteId(), Optional.of(clock.instant()));
            }
        }
    }

    /** The routes and their last success; empty for one that has had none yet. */
    public Map<String, Optional<Instant>> last() {
        return Map.copyOf(last);
    }

    /** When the counting began. */
    public Instant since() {
        return since;
    }
}
