package caravan.sandbox.pods;

import java.util.List;
import java.util.Map;

/** Which pods can be asked. */
@FunctionalInterface
public interface Endpoints {

    /** The ready pods of a namespace whose labels match all of the selector. */
    List<Endpoint> ready(String namespace, Map<String, String> selector);
}
