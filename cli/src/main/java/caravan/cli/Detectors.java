package caravan.cli;

import caravan.loop.usecase.UseCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The list of the detectors' service. */
final class Detectors {
    private Detectors() {}

    /** The two of one use case's deployment, of the version that answered last. */
    static List<Status.Detector> of(JsonNode list, UseCase useCase) {
        List<Status.Detector> detectors = new ArrayList<>();
        for (JsonNode node : list.path("detectors")) {
            if (node.path("deployment").asText().equals(useCase.deployment().name())
                    && node.path("namespace")
                            .asText()
                            .equals(useCase.deployment().namespace())) {
                detectors.add(detector(node));
            }
        }
        return detectors;
    }

    private static Status.Detector detector(JsonNode node) {
        JsonNode window = node.path("window");
        return new Status.Detector(
                node.path("detector").asText(),
                node.path("version").asText(),
                node.path("watched").asText(),
                node.path("since").asText(),
                node.path("because").asText(),
                node.path("predictions").asLong(),
                whole(node, "flagged"),
                whole(window, "size"),
                whole(window, "fill"),
                whole(node, "windows"),
                whole(node, "alarms"));
    }

    private static Integer whole(JsonNode node, String key) {
        return node.path(key).isNumber() ? node.path(key).asInt() : null;
    }
}
