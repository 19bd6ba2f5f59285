package caravan.model;

import caravan.loop.port.SystemException;
import caravan.model.data.Extractor;
import caravan.model.master.CheckpointStorage;
import caravan.model.master.Master;
import caravan.model.master.TrialConfig;
import caravan.model.master.TrialEnvironment;
import caravan.model.version.ParentVersion;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The training program, run by Determined as a trial. Exit code 0 with or without a version, 1 where it failed. */
public final class Trial {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
    private static final int AT_ONCE = 2;

    /** DJL on PyTorch: nothing is fetched or told to anybody; one thread, so that the same data gives the same bits. */
    private static final Map<String, String> SETTINGS = Map.of(
            "ai.djl.default_engine", "PyTorch",
            "ai.djl.offline", "true",
            "OPT_OUT_TRACKING", "true",
            "ai.djl.pytorch.num_threads", "1",
            "ai.djl.pytorch.num_interop_threads", "1");

    private Trial() {}

    /** Runs the trial that the environment describes. */
    public static void main(String[] args) {
        settle(System.getenv());
        int code = 0;
        try {
            run(System.getenv());
        } catch (TrialException | SystemException | IOException e) {
            LOG.debug("failed", e);
            LOG.error("the trial failed: {}", e.getMessage());
            code = 1;
        } catch (InterruptedException e) {
            LOG.error("the trial failed: it was interrupted");
            code = 1;
        } catch (RuntimeException | Error e) {
            LOG.error("unexpected", e);
            LOG.error("the trial failed: {}", e.toString());
            code = 1;
        }
        System.exit(code);
    }

    private static void settle(Map<String, String> variables) {
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        String cache = variables.get("CARAVAN_CACHE");
        if (cache != null && !variables.containsKey("DJL_CACHE_DIR")) {
            System.setProperty("DJL_CACHE_DIR", Path.of(cache, "djl").toString());
        }
    }

    /**
     * Runs a trial.
     *
     * @param variables the process' environment
     */
    static Ending run(Map<String, String> variables) throws IOException, InterruptedException {
        TrialEnvironment env = TrialEnvironment.of(variables);
        TrialConfig config = TrialConfig.of(env.config());
        CheckpointStorage storage = CheckpointStorage.of(env.config());
        Path scratch = Files.createTempDirectory("caravan-trial-");
        try (Master master = new Master(env);
                PachydermClient data = new PachydermClient(
                        new PachydermSettings(config.address(), env.pachydermToken(), env.pachydermCa()))) {
            master.start();
            Optional<ParentVersion> parent = parent(env, config, storage, master, scratch);
            if (parent.isPresent() && env.stepsCompleted() > 0) {
                LOG.info("the version was written by an earlier run");
                return new Ending.Done();
            }
            try (Extractor extractor = new Extractor(env.backbone(), env.cache(), AT_ONCE)) {
                return new TrialRun(config, data, master, extractor, storage, env.backbone(), parent).run();
            }
        } finally {
            CheckpointStorage.discard(scratch);
        }
    }

    private static Optional<ParentVersion> parent(
            TrialEnvironment env, TrialConfig config, CheckpointStorage storage, Master master, Path scratch)
            throws IOException {
        if (env.latestCheckpoint().isEmpty()) {
            if (config.parentVersion().isPresent()) {
                throw new TrialException("data.caravan.parent_version is "
                        + config.parentVersion().get() + ", but Determined gave the trial no checkpoint:"
                        + " searcher.source_checkpoint_uuid must name the parent's");
            }
            return Optional.empty();
        }
        String uuid = env.latestCheckpoint().get();
        Path folder = storage.find(uuid).orElse(scratch.resolve("parent"));
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            master.download(uuid, folder);
        }
        return Optional.of(ParentVersion.read(folder));
    }
}
