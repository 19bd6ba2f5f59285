package caravan.pachyderm.camel;

import caravan.loop.Branch;
import java.util.Map;

/** Which branches a consumer looks at: the key that its messages carry, and the branch. Asked anew each time. */
@FunctionalInterface
public interface Watched {
    /** Keys and their branches; several keys may name one branch. */
    Map<String, Branch> branches();
}
