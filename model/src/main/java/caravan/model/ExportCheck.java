package caravan.model;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.Scores;
import caravan.engine.VersionModel;
import caravan.model.head.HeadModel;
import caravan.model.head.Unit;
import caravan.model.version.Version;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exported network must say what the head and the projection say of the same pictures. */
final class ExportCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExportCheck.class);
    private static final double SAME = 1e-4;

    private ExportCheck() {}

    /**
     * Compares.
     *
     * @param pictures by SHA-256, one at least
     * @param features of each
     * @throws TrialException where a score differs by 1e-4 or more
     */
    static void of(
            VersionModel graph,
            HeadModel model,
            Version version,
            Map<String, byte[]> pictures,
            Map<String, float[]> features)
            throws IOException {
        double worst = 0;
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            float[] of = features.get(picture.getKey());
            float[] expected =
                    model.probabilities(new float[][] {version.standard().apply(of)})[0];
            Scores scores = score(graph, picture.getValue());
            for (int i = 0; i < expected.length; i++) {
                worst = Math.max(worst, Math.abs(expected[i] - scores.probabilities()[i]));
            }
            double leftover = version.projection().leftover(Unit.of(of));
            worst = Math.max(worst, Math.abs(leftover - scores.leftover()));
        }
        if (pictures.isEmpty() || !(worst < SAME)) {
            throw new TrialException("the exported network does not say what was learnt: on " + pictures.size()
                    + " pictures its scores differ by up to " + worst);
        }
        LOG.info("exported network and head differ by {} at most, on {} pictures", (float) worst, pictures.size());
    }

    private static Scores score(VersionModel graph, byte[] picture) throws IOException {
        try {
            return graph.score(PictureTensor.of(picture));
        } catch (PictureException e) {
            throw new IOException("a picture that was read before cannot be read again: " + e.getMessage(), e);
        }
    }
}
