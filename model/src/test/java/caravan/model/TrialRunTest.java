package caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import caravan.engine.PictureTensor;
import caravan.engine.Scores;
import caravan.engine.VersionModel;
import caravan.loop.Golden;
import caravan.loop.LineageFile;
import caravan.loop.SetAside;
import caravan.loop.VersionManifest;
import caravan.model.data.Archives;
import caravan.model.data.Hold;
import caravan.model.data.Sha256;
import caravan.model.version.ParentVersion;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST = 120;
    private static final int SECOND = 180;

    @TempDir
    Path folder;

    private final LocalData data = new LocalData();
    private Runs runs;

    @BeforeEach
    void backbone() throws IOException {
        runs = new Runs(data, Patches.backbone(folder.resolve("backbone.onnx")), folder);
        data.commit("c1", Patches.files(0, FIRST));
        data.commit("c2", Patches.files(0, SECOND));
    }

    private static VersionManifest manifest(Path checkpoint) throws IOException {
        return JSON.readValue(Files.readAllBytes(checkpoint.resolve("version.json")), VersionManifest.class);
    }

    private static List<LineageFile> lineage(Path checkpoint) throws IOException {
        List<LineageFile> files = new ArrayList<>();
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(checkpoint.resolve("lineage.jsonl.gz")))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isEmpty()) {
                    files.add(JSON.readValue(line, LineageFile.class));
                }
            }
        }
        return files;
    }

    private static List<SetAside> setAside(Runs.Result result) throws IOException {
        return List.of(JSON.readValue((String) result.reports().caravan().get("set_aside"), SetAside[].class));
    }

    private static int heldOut(int from, int to) {
        int out = 0;
        for (int number = from; number < to; number++) {
            out += Hold.out(Sha256.hex(Patches.png(number))) ? 1 : 0;
        }
        return out;
    }

    @Test
    void a_first_version_is_complete_and_its_parts_belong_together() throws Exception {
        Runs.Result result = runs.first("c1");
        assertThat(result.ending()).isInstanceOf(Ending.Trained.class);
        Map<String, Object> report = result.reports().caravan();
        assertThat(report)
                .containsEntry("outcome", "trained")
                .containsEntry("files", FIRST)
                .containsEntry("holdout", heldOut(0, FIRST))
                .containsEntry("trained", FIRST - heldOut(0, FIRST))
                .doesNotContainKey("parent_right");
        assertThat((double) report.get("accuracy")).isGreaterThan(0.9);
        Path checkpoint = result.checkpoint();
        assertThat(report)
                .containsEntry("version_sha256", Sha256.hex(Files.readAllBytes(checkpoint.resolve("version.json"))));
        VersionManifest manifest = manifest(checkpoint);
        assertThat(manifest.commit()).isEqualTo("c1");
        assertThat(manifest.parent()).isNull();
        assertThat(manifest.files())
                .containsKeys("model.onnx", "head.safetensors", "golden.json", "golden/0.png", "lineage.jsonl.gz");
        for (Map.Entry<String, String> file : manifest.files().entrySet()) {
            assertThat(Sha256.hex(Files.readAllBytes(checkpoint.resolve(file.getKey()))))
                    .isEqualTo(file.getValue());
        }
        assertThat(JSON.readTree(Files.readAllBytes(checkpoint.resolve("metadata.json")))
                        .path("steps_completed")
                        .isInt())
                .isTrue();
        assertThat(lineage(checkpoint)).hasSize(FIRST).allMatch(f -> f.commit().equals("c1"));
    }

    @Test
    void metrics_and_progress_come_while_it_runs_and_the_checkpoint_last() throws Exception {
        Recorded reports = runs.first("c1").reports();
        assertThat(reports.order).startsWith("training").endsWith("validation", "caravan", "checkpoint");
        assertThat(reports.metrics.stream().filter(m -> m.group().equals("training")))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(reports.progress).isSorted().hasSizeGreaterThan(5).endsWith(1.0);
        int steps = reports.metrics.get(reports.metrics.size() - 1).step();
        assertThat(reports.metadata).containsEntry("steps_completed", steps);
    }

    @Test
    void the_same_data_and_seed_give_the_same_bytes() throws Exception {
        Path one = runs.first("c1").checkpoint();
        Path two = runs.first("c1").checkpoint();
        assertThat(one).isNotEqualTo(two);
        try (Stream<Path> files = Files.walk(one)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(two.resolve(one.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void a_fork_reads_the_delta_alone_and_is_scored_beside_its_parent_on_both_holdouts() throws Exception {
        Runs.Result parent = runs.first("c1");
        data.commit("c1", Map.of());
        Map<String, byte[]> delta = Patches.files(FIRST, SECOND);
        data.commit("c2", delta);
        Runs.Result fork = runs.fork("c2", "c1", parent);
        Map<String, Object> report = fork.reports().caravan();
        assertThat(report)
                .containsEntry("files", SECOND - FIRST)
                .containsEntry("holdout_new", heldOut(FIRST, SECOND))
                .containsEntry("holdout", heldOut(0, SECOND))
                .containsEntry("weights_changed", true)
                .containsKeys("parent_right", "child_only", "parent_only");
        assertThat((double) report.get("accuracy")).isGreaterThan(0.9);
        assertThat(manifest(fork.checkpoint()).parent()).isEqualTo("c1");
        assertThat(lineage(fork.checkpoint())).hasSize(SECOND);
        assertThat(ParentVersion.read(fork.checkpoint()).holdout()).hasSize(heldOut(0, SECOND));
        assertThat(fork.checkpoint().resolve("standardise.safetensors"))
                .hasSameBinaryContentAs(parent.checkpoint().resolve("standardise.safetensors"));
    }

    @Test
    void golden_pictures_are_held_out_and_carry_what_this_version_says_of_them() throws Exception {
        Runs.Result parent = runs.first("c1");
        data.commit("c2", Patches.files(FIRST, FIRST + 6));
        Runs.Result fork = runs.fork("c2", "c1", parent);
        Golden[] golden = JSON.readValue(Files.readAllBytes(fork.checkpoint().resolve("golden.json")), Golden[].class);
        assertThat(golden).hasSize(4);
        try (VersionModel model = VersionModel.open(fork.checkpoint().resolve("model.onnx"))) {
            for (Golden one : golden) {
                byte[] content = Files.readAllBytes(fork.checkpoint().resolve(one.file()));
                assertThat(one.contentType()).isEqualTo("image/png");
                assertThat(Sha256.hex(content)).isEqualTo(one.sha256());
                assertThat(Hold.out(one.sha256())).isTrue();
                float[] now = model.score(PictureTensor.of(content)).probabilities();
                assertThat(one.probabilities().get(0)).isCloseTo(now[0], within(1e-6));
            }
        }
    }

    @Test
    void one_pass_gives_probabilities_projection_and_what_is_left_over() throws Exception {
        Path checkpoint = runs.first("c1").checkpoint();
        try (VersionModel model = VersionModel.open(checkpoint.resolve("model.onnx"))) {
            Scores pet = model.score(PictureTensor.of(Patches.png(3)));
            assertThat(pet.watched()).isTrue();
            assertThat(pet.probabilities()[0] + pet.probabilities()[1]).isCloseTo(1, within(1e-5f));
            assertThat(pet.leftover()).isPositive();
            float[] white = new float[PictureTensor.LENGTH];
            Arrays.fill(white, 0, PictureTensor.LENGTH / 2, 255);
            double threshold = manifest(checkpoint).outlier().threshold();
            assertThat(model.score(white).leftover()).isGreaterThan((float) threshold);
        }
    }

    @Test
    void bad_files_are_set_aside_one_by_one_and_the_rest_trains() throws Exception {
        Map<String, byte[]> files = Patches.files(0, FIRST);
        byte[] whole = Patches.png(5);
        files.put("/cat.half.png", Arrays.copyOf(whole, whole.length / 2));
        files.put("/cat.text.jpg", "no picture".getBytes(StandardCharsets.UTF_8));
        files.put("/README.md", "about".getBytes(StandardCharsets.UTF_8));
        files.put("/dog/empty.png", new byte[0]);
        files.put("/dog/naïve name 1.png", Patches.png(FIRST + 1));
        files.put("/twice/cat.0.png", Patches.png(0));
        data.commit("c3", files);
        Runs.Result result = runs.first("c3");
        assertThat(result.reports().caravan()).containsEntry("files", FIRST + 1);
        assertThat(setAside(result))
                .extracting(SetAside::path)
                .containsExactlyInAnyOrder("/cat.half.png", "/cat.text.jpg", "/README.md", "/dog/empty.png");
        assertThat(setAside(result)).allSatisfy(f -> assertThat(f.reason()).isNotBlank());
        assertThat((String) result.reports().caravan().get("used"))
                .contains("/twice/cat.0.png")
                .contains("the same content as /cat.0.png");
        assertThat(lineage(result.checkpoint())).extracting(LineageFile::path).contains("/dog/naïve name 1.png");
    }

    @Test
    void an_archive_counts_as_its_members() throws Exception {
        Map<String, byte[]> files = Patches.files(0, FIRST - 40);
        Map<String, byte[]> members = new TreeMap<>();
        for (int number = FIRST - 40; number < FIRST; number++) {
            members.put("some/" + Patches.name(number), Patches.png(number));
        }
        members.put("notes.txt", new byte[] {1});
        members.put("../cat.9999.png", Patches.png(9999));
        byte[] archive = Archives.tarGz(members);
        files.put("/more.tar.gz", archive);
        data.commit("c3", files);
        Runs.Result result = runs.first("c3");
        assertThat(result.reports().caravan()).containsEntry("files", FIRST);
        assertThat(setAside(result))
                .extracting(SetAside::path)
                .containsExactlyInAnyOrder(
                        "/more.tar.gz!notes.txt", "/more.tar.gz!../cat.9999.png", "/more.tar.gz!link.jpg");
        assertThat(lineage(result.checkpoint()).stream().filter(f -> f.archive() != null))
                .hasSize(40)
                .allMatch(f -> f.archive().equals("/more.tar.gz") && f.path().startsWith("/more.tar.gz!some/"));

        data.commit("c4", Map.of("/again.zip", Archives.zip(Map.of(Patches.name(0), Patches.png(0)))));
        Runs.Result again = runs.fork("c4", "c3", result);
        assertThat(again.ending()).isEqualTo(new Ending.Without("nothing new"));
        assertThat((String) again.reports().caravan().get("used")).contains("/again.zip!cat.0.png");
    }

    @Test
    void a_range_with_nothing_to_learn_from_ends_without_a_checkpoint() throws Exception {
        data.commit("bad", Map.of("/cat.1.png", new byte[] {1, 2}, "/x", new byte[] {3}));
        Runs.Result bad = runs.first("bad");
        assertThat(bad.ending()).isEqualTo(new Ending.Without("all set aside"));
        assertThat(bad.reports().caravan())
                .containsEntry("outcome", "all set aside")
                .containsEntry("files", 0);
        assertThat(bad.checkpoint()).isNull();

        data.commit("few", Patches.files(0, 20));
        Runs.Result few = runs.first("few");
        assertThat(few.ending()).isEqualTo(new Ending.Without("too little held out"));
        assertThat(few.reports().caravan())
                .containsEntry("holdout", heldOut(0, 20))
                .containsEntry("files", 20);
        assertThat(folder.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void what_the_parent_has_seen_is_not_new() throws Exception {
        Runs.Result parent = runs.first("c1");
        data.commit("c2", Map.of("/dog/other name.png", Patches.png(1)));
        Runs.Result fork = runs.fork("c2", "c1", parent);
        assertThat(fork.ending()).isEqualTo(new Ending.Without("nothing new"));
    }

    @Test
    void a_trial_that_is_told_to_stop_says_so_and_leaves_nothing() throws Exception {
        Recorded reports = new Recorded();
        reports.preempt = true;
        Runs.Result result = runs.run("c1", Optional.empty(), Optional.empty(), reports, config -> {});
        assertThat(result.ending()).isEqualTo(new Ending.Preempted());
        assertThat(reports.acknowledged).isTrue();
        assertThat(reports.checkpoint).isNull();
        assertThat(folder.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void training_that_changes_nothing_is_a_failure() throws Exception {
        Optional<Path> parent = Optional.of(runs.first("c1").checkpoint());
        assertThatThrownBy(() -> runs.run(
                        "c2", Optional.of("c1"), parent, new Recorded(), config -> config.withObject("/hyperparameters")
                                .put("learning_rate", 1e-30)))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("weights as they were");
    }

    @Test
    void a_damaged_parent_is_refused() throws Exception {
        Path parent = runs.first("c1").checkpoint();
        Files.writeString(parent.resolve("golden.json"), "[]");
        assertThatThrownBy(() -> ParentVersion.read(parent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("golden.json");
    }

    @Test
    void on_another_backbone_the_old_files_are_fetched_again_and_the_parent_is_judged_by_its_own_network()
            throws Exception {
        Map<String, byte[]> files = Patches.files(0, FIRST - 20);
        Map<String, byte[]> members = new TreeMap<>();
        Patches.files(FIRST - 20, FIRST).forEach((path, content) -> members.put(path.substring(1), content));
        files.put("/more.zip", Archives.zip(members));
        data.commit("c1", files);
        Runs.Result parent = runs.first("c1");
        Path parentFolder = Files.move(parent.checkpoint(), folder.resolve("parent"));
        data.commit("c2", Patches.files(FIRST, SECOND));
        Runs elsewhere = new Runs(data, Patches.backbone(folder.resolve("other.onnx"), 28), folder);
        Runs.Result child =
                elsewhere.run("c2", Optional.of("c1"), Optional.of(parentFolder), new Recorded(), config -> {});
        assertThat(child.reports().caravan())
                .containsEntry("files", SECOND - FIRST)
                .containsEntry("trained", SECOND - heldOut(0, SECOND))
                .containsEntry("holdout", heldOut(0, SECOND))
                .containsEntry("parent_right", heldOut(0, SECOND));
        assertThat((double) child.reports().caravan().get("accuracy")).isGreaterThan(0.9);
        assertThat(lineage(child.checkpoint())).hasSize(SECOND);
        assertThat(manifest(child.checkpoint()).backbone().sha256())
                .isNotEqualTo(manifest(parentFolder).backbone().sha256());
    }
}
