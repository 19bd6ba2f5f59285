package caravan.app;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Does something once the routes run; Camel finds it in the registry. */
final class Started extends SimpleEventNotifierSupport {
    private final Consumer<CamelContext> then;

    Started(Consumer<CamelContext> then) {
        this.then = then;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextStartedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        then.accept(((CamelEvent.CamelContextStartedEvent) event).getContext());
    }
}
