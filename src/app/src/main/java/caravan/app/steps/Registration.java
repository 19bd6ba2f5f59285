package caravan.app.steps;

import caravan.app.UseCases;
import caravan.loop.register.RegistrationState;
import caravan.loop.register.RegistrationStep;
import caravan.loop.steps.RegistrationSteps;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

/** The bean {@code registration}: from an ended experiment to a model version. */
public final class Registration {
    private static final String STATE = "caravan.registration";

    private final UseCases useCases;
    private final RegistrationSteps steps;

    /** Over these use cases. */
    public Registration(UseCases useCases, RegistrationSteps steps) {
        this.useCases = useCases;
        this.steps = steps;
    }

    /** The ended experiments of the message's use case that nothing is written down about yet. */
    public List<Integer> unsettled(Exchange exchange) {
        return steps.unsettled(Step.useCase(useCases, exchange));
    }

    /** Body: an experiment's number, then what the systems say of it. */
    public void observe(Exchange exchange) throws InvalidPayloadException {
        int experiment = exchange.getMessage().getMandatoryBody(Integer.class);
        exchange.getMessage().setHeader(Step.EXPERIMENT, experiment);
        Optional<RegistrationState> state = steps.observe(Step.useCase(useCases, exchange), experiment);
        exchange.setProperty(STATE, state.orElse(null));
        exchange.getMessage().setBody(state.orElse(null));
    }

    /** Body: the next step; header {@code step}: its name. */
    public void decide(Exchange exchange) {
        RegistrationState state = state(exchange);
        RegistrationStep step =
                state == null ? new RegistrationStep.Nothing("the experiment is gone") : steps.decide(state);
        Step.decided(exchange, step, step.name(), reason(step));
    }

    private static String reason(RegistrationStep step) {
        if (step instanceof RegistrationStep.Promote promote) {
            return promote.reason();
        }
        if (step instanceof RegistrationStep.Refuse refuse) {
            return refuse.reason();
        }
        if (step instanceof RegistrationStep.Record record) {
            return record.reason();
        }
        return step instanceof RegistrationStep.Discard discard
                ? discard.reason()
                : ((RegistrationStep.Nothing) step).reason();
    }

    /** Puts a surplus experiment out of sight. */
    public void discard(Exchange exchange) {
        steps.discard(state(exchange));
    }

    /** Writes down an outcome without a version. */
    public void record(Exchange exchange) {
        steps.record(state(exchange), exchange.getMessage().getBody(RegistrationStep.Record.class));
    }

    /** Registers a refused version and holds its files. */
    public void refuse(Exchange exchange) {
        steps.refuse(state(exchange), exchange.getMessage().getBody(RegistrationStep.Refuse.class));
    }

    /** Registers a version and publishes it in the output repo. */
    public void promote(Exchange exchange) {
        steps.promote(state(exchange), exchange.getMessage().getBody(RegistrationStep.Promote.class));
    }

    private static RegistrationState state(Exchange exchange) {
        return exchange.getProperty(STATE, RegistrationState.class);
    }
}
