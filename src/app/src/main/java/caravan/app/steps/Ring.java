package caravan.app.steps;

import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings a route's doorbell: sends a use case's name to the endpoint that it reads from. */
final class Ring {
    private static final Logger LOG = LoggerFactory.getLogger(Ring.class);

    private Ring() {}

    /** Never waits: a full queue is no loss, since every use case is looked at again with the next resync. */
    static void at(CamelContext context, String endpoint, String key) {
        String address = URISupport.stripQuery(endpoint);
        context.createFluentProducerTemplate()
                .withDefaultEndpoint(address)
                .withBody(key)
                .asyncSend()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("{} does not take {}: {}", address, key, failure.toString());
                    }
                });
    }
}
