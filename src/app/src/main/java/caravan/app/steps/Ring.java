package caravan.app.steps;

import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings a route's doorbell: sends a use case's name to the queue that it reads from. */
public final class Ring {
    private static final Logger LOG = LoggerFactory.getLogger(Ring.class);

    private final Supplier<ProducerTemplate> template;

    /** Sends by this template, once there is one. */
    public Ring(Supplier<ProducerTemplate> template) {
        this.template = template;
    }

    /** Never waits: a full queue is no loss, since every use case is looked at again with the next resync. */
    void at(String endpoint, String key) {
        ProducerTemplate sender = template.get();
        if (sender == null || !sender.getCamelContext().isStarted()) {
            return;
        }
        String queue = URISupport.stripQuery(endpoint);
        Exchange sent = sender.send(
                queue, ExchangePattern.InOnly, exchange -> exchange.getMessage().setBody(key));
        if (sent.getException() != null) {
            LOG.debug("{} does not take {}: {}", queue, key, sent.getException().toString());
        }
    }
}
