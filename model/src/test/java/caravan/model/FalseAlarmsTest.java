package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dataset.DrawnPets;
import caravan.model.backbone.Pretrained;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The long-run rate of false alarms: fresh pictures of the same kind, again and again. */
class FalseAlarmsTest {
    private static final boolean LONGER = Boolean.getBoolean("caravan.longer");
    private static final int PICTURES = LONGER ? 4_000 : 400;
    private static final int WINDOWS = LONGER ? 2_000 : 200;

    /** One in a thousand is allowed: of 2,000 windows more than 7, or of 200 more than 2, come with a chance of 1 in 900. */
    private static final int ALLOWED = LONGER ? 7 : 2;

    @TempDir
    Path folder;

    @Test
    void windows_of_fresh_pets_are_called_drift_as_rarely_as_was_asked_for() throws Exception {
        DrawnPets pets = new DrawnPets(20_260);
        Map<String, byte[]> files = new TreeMap<>();
        for (int number = 0; number < 220; number++) {
            files.put("/" + pets.name(number), pets.jpeg(number));
        }
        Runs.Result version = new Runs(new LocalData().commit("c1", files), Pretrained.onnx(), folder).first("c1");

        SampledWindows fresh = SampledWindows.of(version.checkpoint(), PICTURES, number -> pets.jpeg(10_000 + number));

        assertThat(fresh.alarms(WINDOWS, 5)).isLessThanOrEqualTo(ALLOWED);
    }
}
