package caravan.loop.deploy;

import caravan.loop.Predictor;
import caravan.loop.PredictorStatus;
import caravan.loop.Served;
import caravan.loop.Slot;
import java.util.List;

/** The next step of a deployment. */
public sealed interface DeploymentStep {

    /** The name by which routes branch. */
    String name();

    /** Every name there is, in the order of the permitted types. */
    static List<String> names() {
        return List.of("nothing", "wait", "withdraw", "apply", "probe", "abandon");
    }

    /** What serves is what is wanted. */
    record Nothing(String reason) implements DeploymentStep {
        @Override
        public String name() {
            return "nothing";
        }
    }

    /** Pods are starting, or a step of traffic is being watched. */
    record Wait(String reason) implements DeploymentStep {
        @Override
        public String name() {
            return "wait";
        }
    }

    /** A person wants an older version: the newer ones are marked withdrawn and their files held. */
    record Withdraw(String wish, List<String> newer) implements DeploymentStep {
        @Override
        public String name() {
            return "withdraw";
        }
    }

    /**
     * The deployment is to look like this.
     *
     * @param predictors by slot; their revisions are computed from the rendered manifest
     * @param reason a sentence for people
     */
    record Apply(List<Placement> predictors, String reason) implements DeploymentStep {
        @Override
        public String name() {
            return "apply";
        }
    }

    /** A version in a slot with its share of the traffic, percent. */
    record Placement(Slot slot, Served served, int traffic) {
        static Placement of(Predictor predictor, int traffic) {
            return new Placement(predictor.slot(), predictor.served(), traffic);
        }
    }

    /** The new version's pods are ready: it is asked the golden pictures before it gets traffic. */
    record Probe(Predictor predictor, PredictorStatus status) implements DeploymentStep {
        @Override
        public String name() {
            return "probe";
        }
    }

    /** The new version cannot serve: it is withdrawn, and the old one keeps (or gets back) all traffic. */
    record Abandon(String version, String reason) implements DeploymentStep {
        @Override
        public String name() {
            return "abandon";
        }
    }
}
