package caravan.model;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import caravan.statistics.DriftDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Windows drawn with a seed from pictures as a version sees them, judged by the version's own drift detector. */
final class SampledWindows {
    private final DriftDetector detector;
    private final double[][] rows;

    private SampledWindows(DriftDetector detector, double[][] rows) {
        this.detector = detector;
        this.rows = rows;
    }

    /**
     * Looks at pictures, several at a time.
     *
     * @param pictures number to picture file, from 0
     */
    static SampledWindows of(Path checkpoint, int count, IntFunction<byte[]> pictures) throws IOException {
        try (VersionModel model = VersionModel.open(checkpoint.resolve("model.onnx"))) {
            return new SampledWindows(
                    DriftDetector.read(checkpoint.resolve("detectors/drift.json")),
                    IntStream.range(0, count)
                            .parallel()
                            .mapToObj(number -> row(model, pictures.apply(number)))
                            .toArray(double[][]::new));
        }
    }

    private static double[] row(VersionModel model, byte[] picture) {
        try {
            float[] projection = model.score(PictureTensor.of(picture)).projection();
            return IntStream.range(0, projection.length)
                    .mapToDouble(i -> projection[i])
                    .toArray();
        } catch (PictureException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Of so many windows, none of which has a picture twice, how many are called drift. */
    int alarms(int windows, long seed) {
        Random random = new Random(seed);
        int alarms = 0;
        for (int window = 0; window < windows; window++) {
            double[][] sample = random.ints(0, rows.length)
                    .distinct()
                    .limit(detector.window())
                    .mapToObj(i -> rows[i])
                    .toArray(double[][]::new);
            alarms += detector.judge(sample).drift() ? 1 : 0;
        }
        return alarms;
    }
}
