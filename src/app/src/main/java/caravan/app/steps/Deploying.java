package caravan.app.steps;

import caravan.app.UseCases;
import caravan.loop.Golden;
import caravan.loop.deploy.DeploymentDecision;
import caravan.loop.deploy.DeploymentState;
import caravan.loop.deploy.DeploymentStep;
import caravan.loop.steps.DeploymentSteps;
import caravan.loop.steps.GoldenPicture;
import caravan.loop.usecase.UseCase;
import caravan.proto.seldon.SeldonMessage;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** The bean {@code deployment}: from a promoted version to one that serves. */
public final class Deploying {
    private static final String STATE = "caravan.deployment";
    private static final String STEP = "caravan.deployment.step";
    private static final String PROOF = "caravan.proof";
    private static final String GOLDEN = "caravan.golden";
    private static final double TOLERANCE = 0.01;

    private final UseCases useCases;
    private final DeploymentSteps steps;
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    /** Over these use cases. */
    public Deploying(UseCases useCases, DeploymentSteps steps) {
        this.useCases = useCases;
        this.steps = steps;
    }

    /** The use cases whose rollout goes on with time: pods start, a share of the traffic is watched. */
    public List<String> underway() {
        return List.copyOf(underway);
    }

    /** Body: what the systems say of the deployment of the use case that the message names. */
    public void observe(Exchange exchange) {
        DeploymentState state = steps.observe(Step.useCase(useCases, exchange));
        exchange.setProperty(STATE, state);
        exchange.getMessage().setBody(state);
    }

    /** Body: the next step; header {@code step}: its name. */
    public void decide(Exchange exchange) {
        DeploymentStep step = steps.decide(state(exchange));
        exchange.setProperty(STEP, step);
        Step.decided(exchange, step, step.name(), reason(step));
        if (step instanceof DeploymentStep.Nothing) {
            underway.remove(Step.key(exchange));
        } else {
            underway.add(Step.key(exchange));
        }
    }

    private static String reason(DeploymentStep step) {
        if (step instanceof DeploymentStep.Nothing nothing) {
            return nothing.reason();
        }
        if (step instanceof DeploymentStep.Wait wait) {
            return wait.reason();
        }
        if (step instanceof DeploymentStep.Apply apply) {
            return apply.reason();
        }
        return step instanceof DeploymentStep.Abandon abandon ? abandon.reason() : "";
    }

    /** Applies the wanted predictors. */
    public void apply(Exchange exchange) {
        steps.apply(useCase(exchange), state(exchange), exchange.getProperty(STEP, DeploymentStep.Apply.class));
    }

    /** Marks the versions after the wished one withdrawn. */
    public void withdraw(Exchange exchange) {
        steps.withdraw(useCase(exchange), exchange.getProperty(STEP, DeploymentStep.Withdraw.class));
    }

    /** Withdraws a version that cannot serve. */
    public void abandon(Exchange exchange) {
        steps.abandon(useCase(exchange), exchange.getProperty(STEP, DeploymentStep.Abandon.class));
    }

    /** The golden pictures of the new version; header {@code predictor}: where its pods answer gRPC. */
    public List<GoldenPicture> golden(Exchange exchange) {
        DeploymentStep.Probe probe = probe(exchange);
        exchange.setProperty(PROOF, new Proof());
        exchange.getMessage().setHeader("predictor", probe.status().grpcEndpoint());
        return steps.golden(useCase(exchange), probe);
    }

    /** Body: a golden picture, then the request that asks for its probabilities. */
    public void ask(Exchange exchange) {
        GoldenPicture picture = exchange.getMessage().getBody(GoldenPicture.class);
        exchange.setProperty(GOLDEN, picture.golden());
        exchange.getMessage()
                .setBody(SeldonMessage.newBuilder()
                        .setBinData(ByteString.copyFrom(picture.content()))
                        .build());
    }

    /** Body: the new version's answer; compared with the probabilities that the picture had at training. */
    public void compare(Exchange exchange) {
        Golden golden = exchange.getProperty(GOLDEN, Golden.class);
        List<Double> answer = exchange.getMessage()
                .getBody(SeldonMessage.class)
                .getData()
                .getTensor()
                .getValuesList();
        boolean same = answer.size() == golden.probabilities().size();
        for (int i = 0; same && i < answer.size(); i++) {
            same = Math.abs(answer.get(i) - golden.probabilities().get(i)) <= TOLERANCE;
        }
        if (!same) {
            proof(exchange)
                    .wrong(String.format(
                            Locale.ROOT,
                            "%s gives %s, at training it gave %s",
                            golden.file(),
                            answer,
                            golden.probabilities()));
        }
    }

    /** The new version did not answer; {@link #prove} asks again until its deadline. */
    public void unanswered(Exchange exchange) {
        proof(exchange).unanswered(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    /** Gives the new version its first step of traffic, or withdraws it where its answers are wrong. */
    public void prove(Exchange exchange) throws Exception {
        UseCase useCase = useCase(exchange);
        Proof proof = proof(exchange);
        DeploymentStep.Probe probe = probe(exchange);
        String version = probe.predictor().served().version();
        if (!proof.wrong().isEmpty()) {
            steps.abandon(
                    useCase,
                    new DeploymentStep.Abandon(
                            version, "its golden pictures are answered wrongly: " + String.join("; ", proof.wrong())));
        } else if (proof.unanswered() == null) {
            steps.prove(useCase, state(exchange), probe);
        } else if (late(state(exchange), useCase)) {
            steps.abandon(
                    useCase,
                    new DeploymentStep.Abandon(
                            version,
                            "its golden pictures are not answered: "
                                    + proof.unanswered().getMessage()));
        } else {
            throw proof.unanswered();
        }
    }

    private static boolean late(DeploymentState state, UseCase useCase) {
        Instant since =
                state.observed().flatMap(d -> d.noted(DeploymentDecision.SINCE)).orElse(state.now());
        return Duration.between(since, state.now())
                        .compareTo(useCase.deployment().deadline())
                > 0;
    }

    private UseCase useCase(Exchange exchange) {
        return Step.useCase(useCases, exchange);
    }

    private static DeploymentState state(Exchange exchange) {
        return exchange.getProperty(STATE, DeploymentState.class);
    }

    private static DeploymentStep.Probe probe(Exchange exchange) {
        return exchange.getProperty(STEP, DeploymentStep.Probe.class);
    }

    private static Proof proof(Exchange exchange) {
        return exchange.getProperty(PROOF, Proof.class);
    }
}
