package caravan.loop.usecase;

import caravan.loop.Branch;
import caravan.loop.CodeSource;
import caravan.loop.Repo;
import java.time.Duration;
import java.util.List;

/**
 * A use case: the whole way of one branch of data to one deployment.
 *
 * @param name the key of every message of the loop
 * @param data the branch whose commits are trained
 * @param labels how a file's label is told from its path
 * @param output the repo that holds the newest promoted version, the plans and the facts
 */
public record UseCase(
        String name,
        Branch data,
        LabelRule labels,
        Model model,
        Repo output,
        CodeSource code,
        Training training,
        Serving deployment,
        Monitoring monitoring) {

    /** The branch of the output repo that Caravan writes; {@code master} may be a pipeline's. */
    public Branch outputBranch() {
        return new Branch(output, "caravan");
    }

    /**
     * The registered model.
     *
     * @param metric the validation metric by which trials are judged that do not follow Caravan's contract
     */
    public record Model(String name, String metric, boolean smallerIsBetter) {}

    /** Whether every commit becomes a version of its own, or everything that waits becomes one. */
    public enum Order {
        EACH,
        LATEST
    }

    /**
     * How a commit is trained and judged.
     *
     * @param retries how often a failed range is tried again where no commit follows
     * @param minimumAccuracy of a version on its holdout, 0 to 1
     * @param holdoutMinimum held-out files that a first version needs
     * @param significance of the one-sided exact tests of the gate
     */
    public record Training(Order order, int retries, double minimumAccuracy, int holdoutMinimum, double significance) {}

    /**
     * Where a promoted version is served.
     *
     * @param image of the model server
     * @param weighted whether a gateway splits the traffic; if not, one slot is replaced, surge first
     * @param steps the new version's traffic, percent, ending with 100
     * @param hold how long each step is watched
     * @param deadline how long a new version may take until it is ready
     * @param logging whether predictions are fed to the detectors
     */
    public record Serving(
            String namespace,
            String name,
            String image,
            int replicas,
            boolean weighted,
            List<Integer> steps,
            Duration hold,
            Duration deadline,
            boolean logging) {}

    /** What is done about drift: an alert always, a request for retraining where asked for. */
    public record Monitoring(boolean alert) {}
}
