package caravan.statistics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells rows that are unlike the reference by one score.
 *
 * @param threshold a score above it is an outlier
 * @param rate at most this share of usual rows is flagged
 * @param count how many scores the threshold was found from
 */
public record OutlierDetector(double threshold, double rate, int count) {
    private static final String WHAT = "outlier";

    private record Content(int format, double threshold, double rate, int count) {}

    /** Whether the score is above the threshold. */
    public boolean outlier(double score) {
        return score > threshold;
    }

    /** The detector as JSON; equal detectors give equal bytes. */
    public byte[] bytes() {
        return DetectorFile.bytes(new Content(DetectorFile.FORMAT, threshold, rate, count));
    }

    /** Writes {@link #bytes()}. */
    public void write(Path file) throws IOException {
        Files.write(file, bytes());
    }

    /** Reads what {@link #bytes()} made. */
    public static OutlierDetector of(byte[] bytes) throws IOException {
        Content content = DetectorFile.read(bytes, Content.class, WHAT);
        DetectorFile.checkFormat(content.format, WHAT);
        return new OutlierDetector(content.threshold, content.rate, content.count);
    }

    /** Reads a file. */
    public static OutlierDetector read(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }
}
