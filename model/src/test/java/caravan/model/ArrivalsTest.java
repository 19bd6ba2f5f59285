package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.dataset.DrawnPets;
import caravan.dataset.ForeignPictures;
import caravan.dataset.ShiftedPictures;
import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import caravan.loop.VersionManifest;
import caravan.model.backbone.Pretrained;
import caravan.model.data.Hold;
import caravan.model.data.Sha256;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's two arrivals with the pretrained backbone, where that is to be had: photos, and drawn pets. */
class ArrivalsTest {
    @TempDir
    Path folder;

    @Test
    void photos_become_a_version_and_its_fork_and_are_watched() throws Exception {
        String dataset = System.getenv("CARAVAN_DATASET");
        assumeTrue(dataset != null, "CARAVAN_DATASET names no folder with data/ and delta/");
        Map<String, byte[]> first = LocalData.folder(Path.of(dataset, "data"));
        Map<String, byte[]> both = new TreeMap<>(first);
        both.putAll(LocalData.folder(Path.of(dataset, "delta")));
        List<Runs.Result> versions = arrive(first, both);
        assertThat(versions.get(0).reports().caravan())
                .containsEntry("files", 124)
                .containsEntry("holdout", 32);
        assertThat(versions.get(1).reports().caravan())
                .containsEntry("files", 96)
                .containsEntry("holdout", 50);
    }

    @Test
    void drawn_pets_become_a_version_and_its_fork_and_are_watched() throws Exception {
        arrive(drawn(0, 124), drawn(0, 220));
    }

    private static Map<String, byte[]> drawn(int from, int to) {
        DrawnPets pets = new DrawnPets(20_260);
        Map<String, byte[]> files = new TreeMap<>();
        for (int number = from; number < to; number++) {
            files.put("/" + pets.name(number), pets.jpeg(number));
        }
        return files;
    }

    private List<Runs.Result> arrive(Map<String, byte[]> first, Map<String, byte[]> both) throws Exception {
        Runs runs = new Runs(new LocalData().commit("c1", first).commit("c2", both), Pretrained.onnx(), folder);
        Runs.Result one = runs.first("c1");
        Runs.Result two = runs.fork("c2", "c1", one);
        List<byte[]> pets =
                both.values().stream().filter(p -> Hold.out(Sha256.hex(p))).toList();
        List<byte[]> foreign =
                IntStream.range(0, 60).mapToObj(new ForeignPictures(7)::jpeg).toList();
        for (Runs.Result version : List.of(one, two)) {
            assertThat((double) version.reports().caravan().get("accuracy")).isGreaterThanOrEqualTo(0.94);
            assertThat(outliers(version.checkpoint(), pets)).isLessThanOrEqualTo(pets.size() / 10);
            assertThat(outliers(version.checkpoint(), foreign)).isGreaterThanOrEqualTo(51);
            assertThat(SampledWindows.of(version.checkpoint(), pets.size(), pets::get)
                            .alarms(20, 5))
                    .isZero();
            for (ShiftedPictures.Shift shift : ShiftedPictures.Shift.values()) {
                SampledWindows shifted = SampledWindows.of(
                        version.checkpoint(),
                        pets.size(),
                        number -> ShiftedPictures.jpeg(pets.get(number), "a picture", shift));
                assertThat(shifted.alarms(20, 5)).as("%s", shift).isGreaterThanOrEqualTo(18);
            }
        }
        return List.of(one, two);
    }

    private static int outliers(Path checkpoint, Collection<byte[]> pictures) throws IOException, PictureException {
        double threshold = new ObjectMapper()
                .readValue(Files.readAllBytes(checkpoint.resolve("version.json")), VersionManifest.class)
                .outlier()
                .threshold();
        int outliers = 0;
        try (VersionModel model = VersionModel.open(checkpoint.resolve("model.onnx"))) {
            for (byte[] picture : pictures) {
                outliers += model.score(PictureTensor.of(picture)).leftover() > threshold ? 1 : 0;
            }
        }
        return outliers;
    }
}
