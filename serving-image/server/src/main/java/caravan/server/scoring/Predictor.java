package caravan.server.scoring;

import caravan.engine.Scores;
import caravan.engine.VersionModel;
import caravan.server.RequestException;
import caravan.server.StartException;
import caravan.server.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One version's network, ready to score. Any number of threads may ask it. */
public final class Predictor implements AutoCloseable {
    private final Version version;
    private final boolean logging;
    private final VersionModel model;

    private Predictor(Version version, boolean logging, VersionModel model) {
        this.version = version;
        this.logging = logging;
        this.model = model;
    }

    /** Opens a version's network. */
    public static Predictor open(Version version, boolean logging) {
        String input = version.manifest().input() == null
                ? "picture"
                : version.manifest().input().name();
        Map<String, String> outputs = version.manifest().outputs() == null
                ? Map.of()
                : version.manifest().outputs();
        return new Predictor(version, logging, VersionModel.open(version.model(), input, outputs));
    }

    /** The version that is served. */
    public Version version() {
        return version;
    }

    /**
     * Scores pictures one after the other on the caller's thread.
     *
     * @throws RequestException where one is no picture; for more than one it says which
     */
    public Prediction predict(List<Input> inputs) throws RequestException {
        List<Scores> scores = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            try {
                scores.add(model.score(input.tensor()));
            } catch (RequestException e) {
                throw inputs.size() == 1
                        ? e
                        : new RequestException(e.kind(), "picture " + scores.size() + ": " + e.getMessage());
            }
        }
        return new Prediction(version, logging, scores);
    }

    /** Checks that the network gives as many probabilities as there are labels. */
    public void checkLabels() {
        int given = model.score(new float[caravan.engine.PictureTensor.LENGTH]).probabilities().length;
        int labels = version.manifest().labels().size();
        if (given != labels) {
            throw new StartException(
                    "version " + version.name() + " has " + labels + " labels, but its network gives " + given);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
