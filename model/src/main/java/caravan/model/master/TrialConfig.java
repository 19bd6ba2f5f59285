package caravan.model.master;

import caravan.loop.Branch;
import caravan.loop.Repo;
import caravan.loop.usecase.LabelRule;
import caravan.model.TrialException;
import caravan.model.data.Plan;
import caravan.model.head.Learning;
import caravan.statistics.DriftSettings;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The experiment's config, as far as it is ours.
 *
 * @param address of Pachyderm, {@code grpc://} or {@code grpcs://}
 * @param commit to train; absent for the branch's head
 * @param previousCommit trained into the parent
 * @param plan where the list of files is stored; absent for a diff of our own
 * @param planSha256 of the list's file
 * @param parentVersion the parent's name; absent for a first version
 * @param holdoutMinimum held-out files that a first version needs
 * @param drift how the drift detector is fitted
 */
public record TrialConfig(
        String address,
        Branch branch,
        Optional<String> commit,
        Optional<String> previousCommit,
        Optional<Plan.Location> plan,
        Optional<String> planSha256,
        LabelRule labels,
        Optional<String> parentVersion,
        int holdoutMinimum,
        DriftSettings drift,
        Hyperparameters hyperparameters) {

    /**
     * The numbers of {@code const.yaml}.
     *
     * @param lambda pull of a first version's weights towards zero
     * @param lambdaParent pull of a fork's weights towards its parent's
     */
    public record Hyperparameters(
            double lambda,
            double lambdaParent,
            double learningRate,
            int batchSize,
            int epochs,
            int minimumSteps,
            long seed) {

        /** How a first version, or a fork, learns. */
        public Learning learning(boolean fork) {
            return new Learning(
                    fork ? lambdaParent : lambda, fork, learningRate, batchSize, epochs, minimumSteps, seed);
        }
    }

    /**
     * Reads a config.
     *
     * @throws TrialException where a key is missing, wrong or must not be there, by its name
     */
    public static TrialConfig of(JsonNode config) {
        Section pachyderm = new Section("data.pachyderm", config.path("data").path("pachyderm"));
        Section caravan = new Section("data.caravan", config.path("data").path("caravan"));
        if (pachyderm.node.has("token")) {
            throw new TrialException("data.pachyderm.token must not be in an experiment's config, which Determined"
                    + " stores and shows to everybody. Remove the line `token: ...` below `data: pachyderm:`, put the"
                    + " token into a file that only the trial can read (bind_mounts, or a secret by"
                    + " environment.pod_spec), and add `CARAVAN_PACHYDERM_TOKEN_FILE=<path of that file>` to"
                    + " environment.environment_variables");
        }
        List<String> labels = new ArrayList<>();
        caravan.node.path("labels").forEach(l -> labels.add(l.asText()));
        if (labels.size() < 2) {
            throw new TrialException("data.caravan.labels must list two labels or more, as in labels: [cat, dog]");
        }
        Optional<Plan.Location> plan = caravan.text("plan").map(TrialConfig::location);
        Optional<String> sha256 = caravan.text("sha256");
        if (plan.isPresent() && sha256.isEmpty()) {
            throw new TrialException("data.caravan.sha256 is missing: the plan's SHA-256, which it is checked by");
        }
        Hyperparameters hyperparameters = hyperparameters(config.path("hyperparameters"));
        return new TrialConfig(
                (pachyderm.node.path("tls").asBoolean() ? "grpcs://" : "grpc://") + pachyderm.required("host") + ":"
                        + pachyderm.required("port"),
                new Branch(
                        new Repo(pachyderm.text("project").orElse("default"), pachyderm.required("repo")),
                        pachyderm.text("branch").orElse("master")),
                pachyderm.text("commit"),
                pachyderm.text("previous_commit"),
                plan,
                sha256,
                new LabelRule(List.copyOf(labels)),
                caravan.text("parent_version"),
                (int) caravan.number("holdout_minimum", 16),
                drift(caravan.number("family_wise_alpha", 0.001), hyperparameters.seed()),
                hyperparameters);
    }

    private static Plan.Location location(String text) {
        try {
            return Plan.Location.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TrialException(e.getMessage(), e);
        }
    }

    private static DriftSettings drift(double alpha, long seed) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new TrialException("data.caravan.family_wise_alpha must lie between 0 and 1, it is " + alpha);
        }
        DriftSettings usual = DriftSettings.usual(seed);
        return new DriftSettings(alpha, usual.window(), usual.permutations(), seed);
    }

    private static Hyperparameters hyperparameters(JsonNode node) {
        Section section = new Section("hyperparameters", node);
        Hyperparameters hyperparameters = new Hyperparameters(
                section.number("lambda", 10),
                section.number("lambda_parent", 100),
                section.number("learning_rate", 0.003),
                (int) section.number("batch_size", 256),
                (int) section.number("epochs", 20),
                (int) section.number("minimum_steps", 300),
                (long) section.number("seed", 0));
        if (hyperparameters.batchSize < 1
                || hyperparameters.epochs < 1
                || hyperparameters.learningRate <= 0
                || hyperparameters.lambda < 0
                || hyperparameters.lambdaParent < 0) {
            throw new TrialException("hyperparameters: batch_size, epochs and learning_rate must be above 0, lambda and"
                    + " lambda_parent at least 0");
        }
        return hyperparameters;
    }

    private record Section(String name, JsonNode node) {
        Optional<String> text(String key) {
            JsonNode value = node.path(key);
            return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
                    ? Optional.of(value.asText())
                    : Optional.empty();
        }

        String required(String key) {
            return text(key).orElseThrow(() -> new TrialException(name + "." + key + " is missing in the config"));
        }

        double number(String key, double otherwise) {
            JsonNode value = node.path(key);
            if (value.isObject() && value.path("type").asText().equals("const")) {
                value = value.path("val");
            }
            if (value.isMissingNode() || value.isNull()) {
                return otherwise;
            }
            if (!value.isNumber()) {
                throw new TrialException(name + "." + key + " is " + value + ", not a number");
            }
            return value.asDouble();
        }
    }
}
