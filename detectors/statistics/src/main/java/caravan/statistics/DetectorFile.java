package caravan.statistics;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The JSON form of the detectors: equal detectors give equal bytes. */
final class DetectorFile {
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
            .configure(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, true);

    private DetectorFile() {}

    static byte[] bytes(Object content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T read(byte[] bytes, Class<T> type, String what) throws IOException {
        try {
            T content = JSON.readValue(bytes, type);
            if (content == null) {
                throw new IOException("the " + what + " detector's file is empty");
            }
            return content;
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("the " + what + " detector's file cannot be read: " + e.getMessage(), e);
        }
    }

    static void checkFormat(int format, String what) throws IOException {
        if (format != FORMAT) {
            throw new IOException("the " + what + " detector's file has format " + format + "; this program reads "
                    + FORMAT + ", update it");
        }
    }
}
