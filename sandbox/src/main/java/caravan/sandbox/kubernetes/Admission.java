package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Looks at every object of a kind that is created or changed (its status apart), before it is kept; in dry runs too. */
@FunctionalInterface
public interface Admission {
    /**
     * Lets the object pass, or throws.
     *
     * @param object the object as it would be kept
     * @param before the object as it is, absent where it is created
     * @throws Refusal if it must not be kept
     */
    void review(ObjectNode object, Optional<ObjectNode> before);
}
