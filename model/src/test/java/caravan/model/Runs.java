package caravan.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.model.data.Extractor;
import caravan.model.master.CheckpointStorage;
import caravan.model.master.TrialConfig;
import caravan.model.version.ParentVersion;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/** Runs trials over local data, with the real backbone. */
final class Runs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalData data;
    private final Path folder;
    private final Path backbone = backbone();

    Runs(LocalData data, Path folder) {
        this.data = data;
        this.folder = folder;
    }

    static Path backbone() {
        String backbone = System.getenv("CARAVAN_BACKBONE");
        assumeTrue(backbone != null, "CARAVAN_BACKBONE names no backbone.onnx");
        return Path.of(backbone);
    }

    /** What was reported by a trial of a commit. */
    record Result(Ending ending, Recorded reports) {}

    Result run(String commit, Optional<String> previous, Optional<Path> parent) throws Exception {
        return run(commit, previous, parent, new Recorded(), config -> {});
    }

    interface Change {
        void to(ObjectNode config);
    }

    Result run(String commit, Optional<String> previous, Optional<Path> parent, Recorded reports, Change change)
            throws Exception {
        ObjectNode config = JSON.createObjectNode();
        ObjectNode all = config.putObject("data");
        ObjectNode pachyderm = all.putObject("pachyderm");
        pachyderm.put("host", "localhost").put("port", 1).put("repo", "pets").put("commit", commit);
        previous.ifPresent(p -> pachyderm.put("previous_commit", p));
        ObjectNode caravan = all.putObject("caravan");
        caravan.putArray("labels").add("cat").add("dog");
        config.putObject("checkpoint_storage")
                .put("type", "directory")
                .put("container_path", folder.resolve("checkpoints").toString());
        config.putObject("hyperparameters").put("seed", 1);
        change.to(config);
        Optional<ParentVersion> version =
                parent.isPresent() ? Optional.of(ParentVersion.read(parent.get())) : Optional.empty();
        try (Extractor extractor = new Extractor(backbone, Optional.of(folder.resolve("features")), 2)) {
            Ending ending = new TrialRun(
                            TrialConfig.of(config),
                            data,
                            reports,
                            extractor,
                            CheckpointStorage.of(config),
                            backbone,
                            version)
                    .run();
            return new Result(ending, reports);
        }
    }
}
