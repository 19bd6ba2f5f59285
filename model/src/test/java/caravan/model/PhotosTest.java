package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import caravan.loop.VersionManifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's two arrivals, where its photos are to be had. */
class PhotosTest {
    @TempDir
    Path folder;

    @Test
    void two_arrivals_become_a_version_and_its_fork() throws Exception {
        String dataset = System.getenv("CARAVAN_DATASET");
        assumeTrue(dataset != null, "CARAVAN_DATASET names no folder with data/ and delta/");
        Map<String, byte[]> first = LocalData.folder(Path.of(dataset, "data"));
        Map<String, byte[]> both = new TreeMap<>(first);
        both.putAll(LocalData.folder(Path.of(dataset, "delta")));
        Runs runs = new Runs(new LocalData().commit("c1", first).commit("c2", both), folder);

        Runs.Result one = runs.run("c1", Optional.empty(), Optional.empty());
        assertThat(one.ending()).isInstanceOf(Ending.Trained.class);
        System.out.println(one.reports().caravan());
        Runs.Result two = runs.run("c2", Optional.of("c1"), Optional.of(one.reports().checkpoint));
        System.out.println(two.reports().caravan());
        assertThat(one.reports().caravan()).containsEntry("files", 124).containsEntry("holdout", 32);
        assertThat(two.reports().caravan()).containsEntry("files", 96).containsEntry("holdout", 50);
        assertThat((double) one.reports().caravan().get("accuracy")).isGreaterThanOrEqualTo(0.94);
        assertThat((double) two.reports().caravan().get("accuracy")).isGreaterThanOrEqualTo(0.94);
        for (Path checkpoint : new Path[] {one.reports().checkpoint, two.reports().checkpoint}) {
            String foreign = System.getenv("CARAVAN_FOREIGN");
            VersionManifest manifest = new ObjectMapper()
                    .readValue(Files.readAllBytes(checkpoint.resolve("version.json")), VersionManifest.class);
            try (VersionModel model = VersionModel.open(checkpoint.resolve("model.onnx"))) {
                int pets = 0;
                int flagged = 0;
                for (Map.Entry<String, byte[]> f : both.entrySet()) {
                    if (caravan.model.data.Hold.out(caravan.model.data.Sha256.hex(f.getValue()))) {
                        pets++;
                        flagged += model.score(PictureTensor.of(f.getValue())).leftover()
                                        > manifest.outlier().threshold()
                                ? 1
                                : 0;
                    }
                }
                System.out.println("pets " + flagged + " of " + pets + ", threshold "
                        + manifest.outlier().threshold());
                if (foreign != null) {
                    int all = 0;
                    int found = 0;
                    for (Map.Entry<String, byte[]> f :
                            LocalData.folder(Path.of(foreign)).entrySet()) {
                        double l = model.score(PictureTensor.of(f.getValue())).leftover();
                        all++;
                        found += l > manifest.outlier().threshold() ? 1 : 0;
                        if (l <= manifest.outlier().threshold()) {
                            System.out.println("missed " + f.getKey() + " " + l);
                        }
                    }
                    System.out.println("foreign " + found + " of " + all);
                }
            }
        }
    }
}
