package caravan.determined.camel;

import java.util.Collection;

/** Which use cases' experiments a consumer looks at. Asked anew each time. */
@FunctionalInterface
public interface Watched {
    /** The keys that the messages carry: values of the label {@code use-case}. */
    Collection<String> useCases();
}
