package caravan.server.scoring;

import caravan.engine.Scores;
import caravan.loop.Golden;
import caravan.server.RequestException;
import caravan.server.StartException;
import caravan.server.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks a version for its golden pictures before anybody else may ask. */
public final class SelfCheck {
    private static final double TOLERANCE = 1e-3;

    private SelfCheck() {}

    /**
     * Compares with the probabilities of the training.
     *
     * @return how many pictures were asked
     * @throws StartException where one differs by 0.001 or more
     */
    public static int run(Predictor predictor) {
        predictor.checkLabels();
        Version version = predictor.version();
        List<Golden> golden = version.golden();
        for (Golden picture : golden) {
            Path file = version.files().get(picture.file());
            if (file == null) {
                throw new StartException("version " + version.name() + " has no " + picture.file());
            }
            compare(version, picture, scores(predictor, picture, file));
        }
        return golden.size();
    }

    private static Scores scores(Predictor predictor, Golden picture, Path file) {
        try {
            return predictor
                    .predict(List.of(new Input.Encoded(Files.readAllBytes(file))))
                    .scores()
                    .get(0);
        } catch (IOException | RequestException e) {
            throw new StartException(
                    "the golden picture " + picture.file() + " cannot be scored: " + e.getMessage(), e);
        }
    }

    private static void compare(Version version, Golden picture, Scores scores) {
        for (int i = 0; i < scores.probabilities().length; i++) {
            double difference =
                    Math.abs(scores.probabilities()[i] - picture.probabilities().get(i));
            if (!(difference < TOLERANCE)) {
                throw new StartException("version " + version.name() + " gives "
                        + scores.probabilities()[i] + " for label "
                        + version.manifest().labels().get(i) + " of " + picture.file() + ", but gave "
                        + picture.probabilities().get(i) + " when it was trained: this machine computes otherwise");
            }
        }
    }
}
