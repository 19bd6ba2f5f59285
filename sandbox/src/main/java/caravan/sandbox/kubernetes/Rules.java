package caravan.sandbox.kubernetes;

import caravan.sandbox.kubernetes.schema.Fault;
import caravan.sandbox.kubernetes.schema.Validation;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an object must be to be kept. */
final class Rules {
    private Rules() {}

    /** Refuses an object that breaks the rules of its kind. */
    static void check(Key key, ObjectNode object) {
        List<Fault> faults = new ArrayList<>(Validation.faults(Schemas.of(key.kind()), object));
        if (faults.isEmpty() && key.kind().equals(Kinds.DEPLOYMENT)) {
            faults.addAll(WorkloadRules.faults(object));
        }
        if (!faults.isEmpty()) {
            throw Refusal.invalid(
                    key.kind(),
                    key.name(),
                    faults.stream()
                            .map(f -> new Refusal.Cause(f.kind(), f.message(), f.path()))
                            .toList());
        }
    }
}
