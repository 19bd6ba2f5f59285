package caravan.detectors.event;

import java.util.List;

/**
 * One answer of a model.
 *
 * @param id source and id of the CloudEvent: equal for equal events
 * @param useCase empty where the event names none
 */
public record PredictionEvent(
        String id, Deployment deployment, String useCase, VersionId version, List<Prediction> predictions) {}
