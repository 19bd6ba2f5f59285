package caravan.app;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Does something once the routes run. */
final class Started extends MainListenerSupport {
    private final Consumer<CamelContext> then;

    Started(Consumer<CamelContext> then) {
        this.then = then;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        then.accept(main.getCamelContext());
    }
}
