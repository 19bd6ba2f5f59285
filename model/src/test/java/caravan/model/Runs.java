package caravan.model;

import caravan.model.data.Extractor;
import caravan.model.master.CheckpointStorage;
import caravan.model.master.TrialConfig;
import caravan.model.version.ParentVersion;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/** Runs trials over local data. */
final class Runs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalData data;
    private final Path folder;
    private final Path backbone;

    Runs(LocalData data, Path backbone, Path folder) {
        this.data = data;
        this.backbone = backbone;
        this.folder = folder;
    }

    /** How a trial ended, and what it reported. */
    record Result(Ending ending, Recorded reports) {
        Path checkpoint() {
            return reports.checkpoint;
        }
    }

    /** Changes a config before it is used. */
    interface Change {
        void to(ObjectNode config);
    }

    Result first(String commit) throws Exception {
        return run(commit, Optional.empty(), Optional.empty(), new Recorded(), config -> {});
    }

    Result fork(String commit, String previous, Result parent) throws Exception {
        return run(commit, Optional.of(previous), Optional.of(parent.checkpoint()), new Recorded(), config -> {});
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
