package caravan.model.master;

import caravan.model.TrialException;
import caravan.model.data.Tar;
import caravan.model.master.MasterHttp.Answer;
import caravan.model.master.MasterHttp.Unreachable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determined's master over REST, with the allocation's token. Reports are sent again when the connection fails: the
 * master takes the same metrics twice, and a checkpoint is looked for before it is reported again.
 */
public final class Master implements Reports, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Master.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofSeconds(60);

    private final TrialEnvironment env;
    private final MasterHttp http;
    private final Thread preemption;
    private volatile boolean preempted;
    private volatile boolean closed;
    private Optional<Integer> storage = Optional.empty();
    private boolean progressFailed;

    /** Begins to talk: from now on the master may tell the trial to stop. */
    public Master(TrialEnvironment env) {
        this.env = env;
        this.http = new MasterHttp(env);
        this.preemption = new Thread(this::watchPreemption, "preemption");
        preemption.setDaemon(true);
    }

    /** Says that the run has begun, and where its checkpoints go. */
    public void start() {
        ObjectNode body = JSON.createObjectNode().put("runId", env.trial());
        body.set("checkpointStorage", env.config().path("checkpoint_storage"));
        Answer answer = http.send("POST", "/api/v1/runs/start", Optional.of(body), true);
        if (answer.status() == 200 && answer.json().path("storageId").isNumber()) {
            storage = Optional.of(answer.json().path("storageId").asInt());
        } else if (answer.status() != 501 && answer.status() != 200) {
            throw MasterHttp.refused("the start of the run", answer);
        }
        preemption.start();
    }

    private void watchPreemption() {
        String path =
                "/api/v1/allocations/" + env.allocation() + "/signals/preemption?timeout_seconds=" + POLL.toSeconds();
        while (!closed && !preempted) {
            try {
                Answer answer = http.ask(path, POLL);
                if (answer.status() == 200) {
                    preempted = answer.json().path("preempt").asBoolean();
                } else {
                    TimeUnit.SECONDS.sleep(10);
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.debug("the wish to stop cannot be asked for: {}", e.toString());
                    MasterHttp.pause(10_000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public boolean preempted() {
        return preempted;
    }

    @Override
    public void acknowledgePreemption() {
        Answer answer = http.send(
                "POST", "/api/v1/allocations/" + env.allocation() + "/signals/ack_preemption", Optional.empty(), true);
        if (answer.status() != 200) {
            throw MasterHttp.refused("the acknowledgement of the wish to stop", answer);
        }
    }

    @Override
    public void metrics(String group, int step, Map<String, Object> values) {
        ObjectNode metrics = JSON.createObjectNode();
        metrics.set("metrics", JSON.createObjectNode().set("avgMetrics", JSON.valueToTree(values)));
        metrics.put("trialId", env.trial());
        metrics.put("trialRunId", env.run());
        metrics.put("stepsCompleted", step);
        ObjectNode body = JSON.createObjectNode().put("group", group);
        body.set("metrics", metrics);
        Answer answer = http.send("POST", "/api/v1/trials/" + env.trial() + "/metrics", Optional.of(body), true);
        if (answer.status() != 200) {
            throw MasterHttp.refused("metrics of group " + group, answer);
        }
    }

    @Override
    public void progress(double share) {
        ObjectNode body = JSON.createObjectNode().put("progress", Math.max(0, Math.min(1, share)));
        body.put("is_raw", true);
        try {
            Answer answer = http.send("POST", "/api/v1/trials/" + env.trial() + "/progress", Optional.of(body), false);
            if (answer.status() != 200) {
                throw MasterHttp.refused("progress", answer);
            }
        } catch (TrialException e) {
            if (!progressFailed) {
                LOG.warn("progress is not reported: {}", e.getMessage());
            }
            progressFailed = true;
        }
    }

    @Override
    public void checkpoint(String uuid, Path folder, Map<String, Object> metadata) {
        ObjectNode body = JSON.createObjectNode().put("uuid", uuid);
        body.put("taskId", env.task()).put("allocationId", env.allocation());
        body.put("state", "STATE_COMPLETED");
        body.put("reportTime", OffsetDateTime.now(ZoneOffset.UTC).toString());
        storage.ifPresent(id -> body.put("storageId", id));
        body.set("metadata", JSON.valueToTree(metadata));
        body.set("resources", JSON.valueToTree(resources(folder)));
        body.putObject("training");
        for (int attempt = 1; ; attempt++) {
            try {
                Answer answer = http.send("POST", "/api/v1/checkpoints", Optional.of(body), false);
                if (answer.status() == 200) {
                    return;
                }
                throw MasterHttp.refused("the checkpoint", answer);
            } catch (Unreachable e) {
                if (attempt == MasterHttp.TRIES) {
                    throw e;
                }
                MasterHttp.pause(250L << attempt);
                if (http.send("GET", "/api/v1/checkpoints/" + uuid, Optional.empty(), true)
                                .status()
                        == 200) {
                    return;
                }
            }
        }
    }

    private static Map<String, String> resources(Path folder) {
        Map<String, String> resources = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(p -> !p.equals(folder)).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (Files.isDirectory(path)) {
                    resources.put(name + "/", "0");
                } else {
                    resources.put(name, String.valueOf(Files.size(path)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resources;
    }

    /**
     * Downloads a checkpoint, with the user's token.
     *
     * @param folder its files go there
     * @throws TrialException where the master does not give it
     */
    public void download(String uuid, Path folder) {
        http.download(uuid, tar -> Tar.unpack(tar, folder));
    }

    /** Stops listening to the master. */
    @Override
    public void close() {
        closed = true;
        preemption.interrupt();
    }

    /** The metrics that a list of files travels in is a text. */
    public static String text(List<?> items) {
        try {
            return JSON.writeValueAsString(items);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
