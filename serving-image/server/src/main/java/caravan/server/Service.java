package caravan.server;

import caravan.server.scoring.Predictor;
import caravan.server.scoring.Workers;

/** What both transports work with. */
public record Service(Settings settings, Predictor predictor, Workers workers, Lifecycle lifecycle, Metrics metrics) {}
