package caravan.pachyderm.camel;

import caravan.loop.watch.SystemWatch;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while a consumer has trouble with Pachyderm, with the trouble in words. */
final class PachydermHealthCheck extends AbstractHealthCheck {
    private final SystemWatch watch;

    PachydermHealthCheck(SystemWatch watch, String routeId) {
        super("camel", "pachyderm-" + routeId);
        this.watch = watch;
    }

    /** A system that is away is no reason to take this process out of service. */
    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        watch.system("pachyderm")
                .ifPresentOrElse(
                        state -> builder.state(state.up() ? State.UP : State.DOWN)
                                .message(state.detail())
                                .detail("since", state.since().toString()),
                        builder::unknown);
    }
}
