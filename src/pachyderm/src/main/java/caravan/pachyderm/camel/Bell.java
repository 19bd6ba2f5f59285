package caravan.pachyderm.camel;

import caravan.loop.Branch;
import java.util.Optional;

/** Names a key to the route. */
@FunctionalInterface
interface Bell {
    /** False where the route did not take the message: it is to be rung again. */
    boolean ring(String key, Branch branch, Optional<String> commit, String reason);
}
