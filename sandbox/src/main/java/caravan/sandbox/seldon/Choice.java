package caravan.sandbox.seldon;

import caravan.sandbox.pods.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses the pod for a request: the least busy one, in turn where several are. */
final class Choice {
    private final AtomicInteger turn = new AtomicInteger();

    /** A pod that was not tried yet. */
    Optional<Endpoint> of(List<Endpoint> ready, Set<Endpoint> tried) {
        Endpoint best = null;
        int start = Math.floorMod(turn.getAndIncrement(), Math.max(1, ready.size()));
        for (int i = 0; i < ready.size(); i++) {
            Endpoint endpoint = ready.get((start + i) % ready.size());
            if (!tried.contains(endpoint) && (best == null || endpoint.underWay() < best.underWay())) {
                best = endpoint;
            }
        }
        return Optional.ofNullable(best);
    }
}
