package caravan.model;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.Scores;
import caravan.engine.VersionModel;
import caravan.model.head.HeadModel;
import caravan.model.head.Row;
import caravan.model.version.Version;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exported network must say what the head and the projection say of the same pictures. */
final class ExportCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExportCheck.class);
    private static final double SAME = 1e-4;
    private static final double WATCHED = 1e-3;

    private ExportCheck() {}

    /**
     * Compares.
     *
     * @param pictures by SHA-256, one at least
     * @param rows what was learnt from of each
     * @throws TrialException where a probability differs by 1e-4 or more, or what is watched by a thousandth
     */
    static void of(
            VersionModel graph, HeadModel model, Version version, Map<String, byte[]> pictures, Map<String, Row> rows)
            throws IOException {
        double worst = 0;
        double watched = 0;
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            Row row = rows.get(picture.getKey());
            float[] features = version.standard().apply(row.features());
            float[] expected = model.probabilities(new float[][] {features})[0];
            Scores scores = score(graph, picture.getValue());
            for (int i = 0; i < expected.length; i++) {
                worst = Math.max(worst, Math.abs(expected[i] - scores.probabilities()[i]));
            }
            watched = Math.max(watched, off(version.projection().leftover(row), scores.leftover()));
            double[] projection = version.projection().of(row);
            for (int i = 0; i < projection.length; i++) {
                watched = Math.max(watched, off(projection[i], scores.projection()[i]));
            }
        }
        if (pictures.isEmpty() || !(worst < SAME) || !(watched < WATCHED)) {
            throw new TrialException("the exported network does not say what was learnt: on " + pictures.size()
                    + " pictures its probabilities differ by up to " + worst + ", what is watched by up to " + watched);
        }
        LOG.info("exported network and head differ by {} at most, on {} pictures", (float) worst, pictures.size());
    }

    private static double off(double expected, double found) {
        return Math.abs(expected - found) / Math.max(1, Math.abs(expected));
    }

    private static Scores score(VersionModel graph, byte[] picture) throws IOException {
        try {
            return graph.score(PictureTensor.of(picture));
        } catch (PictureException e) {
            throw new IOException("a picture that was read before cannot be read again: " + e.getMessage(), e);
        }
    }
}
