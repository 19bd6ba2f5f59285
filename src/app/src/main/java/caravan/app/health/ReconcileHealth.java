package caravan.app.health;

import caravan.loop.watch.SystemState;
import caravan.loop.watch.SystemWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The age of each step's last success. A step that has not succeeded for long although every system works is stuck, and
 * restarting this process may help: liveness.
 */
public final class ReconcileHealth extends AbstractHealthCheck {
    private final LastReconciles reconciles;
    private final SystemWatch watch;
    private final Duration most;
    private final BooleanSupplier working;
    private final Clock clock;

    /**
     * Looks at all steps together.
     *
     * @param most the age from which a step counts as stuck; several times the resync
     * @param working whether there is anything to do here: a use case, and the leadership
     */
    public ReconcileHealth(
            LastReconciles reconciles, SystemWatch watch, Duration most, BooleanSupplier working, Clock clock) {
        super("caravan", "reconcile");
        this.reconciles = reconciles;
        this.watch = watch;
        this.most = most;
        this.working = working;
        this.clock = clock;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Instant now = clock.instant();
        Optional<String> stuck = Optional.empty();
        for (Map.Entry<String, Optional<Instant>> step : new TreeMap<>(reconciles.last()).entrySet()) {
            Duration age = Duration.between(step.getValue().orElse(reconciles.since()), now);
            builder.detail(step.getKey(), step.getValue().isPresent() ? age.toSeconds() + " s ago" : "not yet");
            if (age.compareTo(most) > 0 && stuck.isEmpty()) {
                stuck = Optional.of("step " + step.getKey() + " has not succeeded for " + age.toSeconds() + " s");
            }
        }
        boolean excused = !working.getAsBoolean() || !watch.systems().stream().allMatch(SystemState::up);
        if (stuck.isPresent() && !excused) {
            builder.down().message(stuck.get());
        } else {
            builder.up().message(stuck.orElse(""));
        }
    }
}
