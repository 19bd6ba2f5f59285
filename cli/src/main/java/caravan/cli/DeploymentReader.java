package caravan.cli;

import caravan.loop.Deployment;
import caravan.loop.ModelVersion;
import caravan.loop.Predictor;
import caravan.loop.PredictorStatus;
import caravan.loop.Served;
import caravan.loop.deploy.DeploymentDecision;
import caravan.loop.deploy.DeploymentState;
import caravan.loop.deploy.DeploymentStep;
import caravan.loop.port.ServingPort;
import caravan.loop.steps.Facts;
import caravan.loop.steps.VersionFact;
import caravan.loop.steps.Versions;
import caravan.loop.steps.Wish;
import caravan.loop.usecase.UseCase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads how a deployment stands. */
record DeploymentReader(ServingPort serving) {

    /** The deployment; empty where there is none yet. */
    Optional<Status.Deployed> read(UseCase useCase, Versions versions, Optional<Facts> facts) {
        return describe(observe(useCase), useCase, versions, facts);
    }

    /** The deployment as it is observed. */
    Optional<Deployment> observe(UseCase useCase) {
        return serving.observe(
                useCase.deployment().namespace(), useCase.deployment().name());
    }

    /** What is to be said of an observed deployment. */
    static Optional<Status.Deployed> describe(
            Optional<Deployment> observed, UseCase useCase, Versions versions, Optional<Facts> facts) {
        return observed.map(deployment -> {
            Optional<DeploymentStep> step = facts.map(f -> step(useCase, versions, f, deployment));
            return new Status.Deployed(
                    useCase.deployment().namespace(),
                    useCase.deployment().name(),
                    step.filter(DeploymentStep.Nothing.class::isInstance).isPresent(),
                    step.map(DeploymentReader::words).orElse(null),
                    deployment.spec().predictors().stream()
                            .map(p -> slot(deployment, p))
                            .toList());
        });
    }

    private static Status.Slot slot(Deployment deployment, Predictor predictor) {
        Optional<PredictorStatus> status = deployment.status(predictor.slot());
        return new Status.Slot(
                predictor.slot().predictor(),
                predictor.served().version(),
                predictor.traffic(),
                status.map(PredictorStatus::ready).orElse(false),
                status.map(PredictorStatus::message).orElse(""));
    }

    private static DeploymentStep step(UseCase useCase, Versions versions, Facts facts, Deployment deployment) {
        return DeploymentDecision.next(new DeploymentState(
                useCase.deployment(),
                versions.newest().flatMap(v -> served(facts, v)),
                facts.get("serve", Wish.class).map(Wish::version),
                List.of(),
                Optional.of(deployment),
                Instant.now()));
    }

    private static String words(DeploymentStep step) {
        if (step instanceof DeploymentStep.Nothing nothing) {
            return nothing.reason();
        } else if (step instanceof DeploymentStep.Wait waiting) {
            return waiting.reason();
        } else if (step instanceof DeploymentStep.Apply apply) {
            return "next: " + apply.reason();
        } else if (step instanceof DeploymentStep.Probe probe) {
            return "asking " + probe.predictor().served().version() + " its golden pictures";
        } else if (step instanceof DeploymentStep.Abandon abandon) {
            return "giving up " + abandon.version() + ": " + abandon.reason();
        } else if (step instanceof DeploymentStep.Withdraw withdraw) {
            return "going back to " + withdraw.wish();
        }
        return step.name();
    }

    private static Optional<Served> served(Facts facts, ModelVersion version) {
        return facts.get(Facts.VERSIONS, version.name(), VersionFact.class)
                .map(f -> new Served(f.version(), f.sha256(), ""));
    }
}
