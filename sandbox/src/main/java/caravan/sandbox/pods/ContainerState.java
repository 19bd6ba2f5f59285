package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How a container stands, as a pod's status tells it. */
sealed interface ContainerState {

    /** Writes it under its name. */
    void to(ObjectNode state);

    /** Not started, for a reason. */
    record Waiting(String reason, String message) implements ContainerState {
        @Override
        public void to(ObjectNode state) {
            ObjectNode waiting = state.putObject("waiting").put("reason", reason);
            if (!message.isEmpty()) {
                waiting.put("message", message);
            }
        }
    }

    /** It runs. */
    record Running(Instant since) implements ContainerState {
        @Override
        public void to(ObjectNode state) {
            state.putObject("running").put("startedAt", seconds(since));
        }
    }

    /** It has ended. */
    record Terminated(int exitCode, Instant since, Instant until) implements ContainerState {
        @Override
        public void to(ObjectNode state) {
            state.putObject("terminated")
                    .put("exitCode", exitCode)
                    .put("reason", exitCode == 0 ? "Completed" : "Error")
                    .put("startedAt", seconds(since))
                    .put("finishedAt", seconds(until));
        }
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
