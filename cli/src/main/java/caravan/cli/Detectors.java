package caravan.cli;

import caravan.loop.usecase.UseCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The list of the detectors' service. */
final class Detectors {
    private Detectors() {}

    /** Those of one use case's deployment. */
    static List<Status.Detector> of(JsonNode list, UseCase useCase) {
        List<Status.Detector> detectors = new ArrayList<>();
        for (JsonNode deployment : list.path("deployments")) {
            if (deployment.path("name").asText().equals(useCase.deployment().name())
                    && deployment
                            .path("namespace")
                            .asText()
                            .equals(useCase.deployment().namespace())) {
                deployment.path("detectors").forEach(d -> detectors.add(detector(d)));
            }
        }
        return detectors;
    }

    private static Status.Detector detector(JsonNode node) {
        return new Status.Detector(
                node.path("kind").asText(),
                node.path("version").asText(),
                node.path("seen").isNumber() ? node.path("seen").asLong() : null,
                node.path("flagged").isNumber() ? node.path("flagged").asLong() : null,
                whole(node, "window"),
                whole(node, "filled"),
                whole(node, "windows"),
                whole(node, "alarms"),
                node.path("note").asText(null));
    }

    private static Integer whole(JsonNode node, String key) {
        return node.path(key).isNumber() ? node.path(key).asInt() : null;
    }
}
