package caravan.model.master;

import caravan.model.TrialException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a trial's process is told by its environment.
 *
 * @param master base address of the master
 * @param masterCertificate PEM file that the master is trusted by; absent for the system's authorities
 * @param allocationToken for reports
 * @param userToken for downloads; absent where the master gave none
 * @param run how often the trial was started, from 1
 * @param config the experiment's, merged
 * @param latestCheckpoint to continue from: the trial's own, else the parent's
 * @param stepsCompleted of the trial's own latest checkpoint, 0 without
 * @param backbone the frozen network's file
 * @param cache folder for features, if they are to be kept
 * @param pachydermToken file that holds the token, if one is needed
 * @param pachydermCa PEM file that Pachyderm is trusted by
 */
public record TrialEnvironment(
        URI master,
        Optional<Path> masterCertificate,
        String allocationToken,
        Optional<String> userToken,
        int trial,
        int run,
        String task,
        String allocation,
        JsonNode config,
        Optional<String> latestCheckpoint,
        int stepsCompleted,
        Path backbone,
        Optional<Path> cache,
        Optional<Path> pachydermToken,
        Optional<Path> pachydermCa) {

    /**
     * Reads the variables.
     *
     * @throws TrialException where one is missing or wrong, by its name
     */
    public static TrialEnvironment of(Map<String, String> variables) {
        Variables env = new Variables(variables);
        return new TrialEnvironment(
                URI.create(env.required("DET_MASTER")),
                env.path("DET_MASTER_CERT_FILE"),
                env.required("DET_SESSION_TOKEN"),
                env.optional("DET_USER_TOKEN"),
                env.number("DET_TRIAL_ID"),
                env.number("DET_TRIAL_RUN_ID"),
                env.required("DET_TASK_ID"),
                env.required("DET_ALLOCATION_ID"),
                env.json("DET_EXPERIMENT_CONFIG"),
                env.optional("DET_LATEST_CHECKPOINT"),
                env.optional("DET_STEPS_COMPLETED").isPresent() ? env.number("DET_STEPS_COMPLETED") : 0,
                env.path("CARAVAN_BACKBONE")
                        .orElseThrow(() -> new TrialException("CARAVAN_BACKBONE is not set: it names backbone.onnx, the"
                                + " converted network (./caravan backbone makes one)")),
                env.path("CARAVAN_CACHE"),
                env.path("CARAVAN_PACHYDERM_TOKEN_FILE"),
                env.path("CARAVAN_PACHYDERM_CA_FILE"));
    }

    private record Variables(Map<String, String> values) {
        Optional<String> optional(String name) {
            return Optional.ofNullable(values.get(name)).filter(v -> !v.isBlank());
        }

        String required(String name) {
            return optional(name)
                    .orElseThrow(() -> new TrialException(
                            name + " is not set: this program runs as a trial of Determined, which sets it"));
        }

        Optional<Path> path(String name) {
            return optional(name).map(Path::of);
        }

        int number(String name) {
            String value = required(name);
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new TrialException(name + " is \"" + value + "\", not a number", e);
            }
        }

        JsonNode json(String name) {
            try {
                return new ObjectMapper().readTree(required(name));
            } catch (JsonProcessingException e) {
                throw new TrialException(name + " is not JSON: " + e.getOriginalMessage(), e);
            }
        }
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "trial " + trial + " (run " + run + ") of " + master;
    }
}
