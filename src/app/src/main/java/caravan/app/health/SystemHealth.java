package caravan.app.health;

import caravan.loop.watch.SystemState;
import caravan.loop.watch.SystemWatch;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * One system: down while anybody has trouble with it (it is not reached, or does not accept the credentials), with the trouble
 * in words. It is neither readiness nor liveness: restarting this process mends no other.
 */
public final class SystemHealth extends AbstractHealthCheck {
    private final SystemWatch watch;
    private final String system;

    /** Of a system by its name, such as {@code pachyderm}. */
    public SystemHealth(String system, SystemWatch watch) {
        super("caravan", system);
        this.system = system;
        this.watch = watch;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<SystemState> state = watch.system(system);
        if (state.isEmpty()) {
            builder.unknown().message("nobody has talked to " + system + " yet");
        } else {
            builder.state(state.get().up() ? State.UP : State.DOWN)
                    .message(state.get().detail())
                    .detail("since", state.get().since().toString());
        }
    }
}
