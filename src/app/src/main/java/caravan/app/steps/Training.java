package caravan.app.steps;

import caravan.app.UseCases;
import caravan.loop.FileChange;
import caravan.loop.port.Entries;
import caravan.loop.steps.DeltaPlan;
import caravan.loop.steps.TrainingSteps;
import caravan.loop.train.FileRule;
import caravan.loop.train.TrainingState;
import caravan.loop.train.TrainingStep;
import caravan.loop.usecase.UseCase;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** The bean {@code training}: from a finished commit to one experiment in flight. */
public final class Training {
    private static final String STEP = "caravan.training";
    private static final String PLAN = "caravan.plan";

    private final UseCases useCases;
    private final TrainingSteps steps;

    /** Over these use cases. */
    public Training(UseCases useCases, TrainingSteps steps) {
        this.useCases = useCases;
        this.steps = steps;
    }

    /** Body: what the systems say of the use case that the message names. */
    public void observe(Exchange exchange) {
        exchange.getMessage().setBody(steps.observe(Step.useCase(useCases, exchange)));
    }

    /** Body: the next step; header {@code step}: its name. */
    public void decide(Exchange exchange) {
        TrainingStep step = steps.decide(exchange.getMessage().getBody(TrainingState.class));
        Step.decided(exchange, step, step.name(), reason(step));
        exchange.setProperty(STEP, step);
        if (step instanceof TrainingStep.Training training) {
            exchange.getMessage().setHeader(Step.COMMIT, training.range().head());
        }
    }

    private static String reason(TrainingStep step) {
        if (step instanceof TrainingStep.Nothing nothing) {
            return nothing.reason();
        }
        if (step instanceof TrainingStep.Wait wait) {
            return wait.reason();
        }
        return step instanceof TrainingStep.Park park ? park.reason() : "";
    }

    /** Begins the plan that {@link #add} writes; it is closed with the exchange. */
    public void begin(Exchange exchange) {
        UseCase useCase = Step.useCase(useCases, exchange);
        TrainingStep.Training step = step(exchange);
        DeltaPlan plan = steps.begin(useCase, step.range());
        exchange.setProperty(PLAN, plan);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                plan.close();
            }
        });
    }

    /** The files that the range's head has and its base has not, streamed. */
    public Entries<FileChange> changes(Exchange exchange) {
        Entries<FileChange> changes =
                steps.changes(Step.useCase(useCases, exchange), step(exchange).range());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                changes.close();
            }
        });
        return changes;
    }

    /** Body: a changed file. Judges it by path, size and hash; what is accepted goes into the plan. */
    public void add(Exchange exchange) {
        FileChange change = exchange.getMessage().getBody(FileChange.class);
        FileRule.Verdict verdict = exchange.getProperty(PLAN, DeltaPlan.class).add(change);
        exchange.getMessage().setHeader("verdict", verdict.getClass().getSimpleName());
    }

    /** Creates the first experiment on the planned files, or one that starts from the parent's checkpoint. */
    public void create(Exchange exchange) {
        start(exchange);
    }

    /** Forks the parent's experiment on the planned files. */
    public void fork(Exchange exchange) {
        start(exchange);
    }

    private void start(Exchange exchange) {
        UseCase useCase = Step.useCase(useCases, exchange);
        Optional<Integer> experiment =
                steps.start(useCase, step(exchange), exchange.getProperty(PLAN, DeltaPlan.class));
        experiment.ifPresent(e -> exchange.getMessage().setHeader(Step.EXPERIMENT, e));
        exchange.getMessage().setBody(useCase.name());
    }

    /** Starts the experiment that counts and puts others for the same range aside. */
    public void adopt(Exchange exchange) {
        steps.adopt(Step.useCase(useCases, exchange), exchange.getProperty(STEP, TrainingStep.Adopt.class));
    }

    /** Writes down that the range failed too often. */
    public void park(Exchange exchange) {
        steps.park(Step.useCase(useCases, exchange), exchange.getProperty(STEP, TrainingStep.Park.class));
    }

    private static TrainingStep.Training step(Exchange exchange) {
        return exchange.getProperty(STEP, TrainingStep.Training.class);
    }
}
