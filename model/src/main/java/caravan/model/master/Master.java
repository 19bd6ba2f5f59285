package caravan.model.master;

import caravan.model.TrialException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
    private static final int TRIES = 6;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofSeconds(60);

    private final TrialEnvironment env;
    private final HttpClient http;
    private final Thread preemption;
    private volatile boolean preempted;
    private volatile boolean closed;
    private Optional<Integer> storage = Optional.empty();
    private boolean progressFailed;

    /** Begins to talk: from now on the master may tell the trial to stop. */
    public Master(TrialEnvironment env) {
        this.env = env;
        this.http = client(env);
        this.preemption = new Thread(this::watchPreemption, "preemption");
        preemption.setDaemon(true);
    }

    private static HttpClient client(TrialEnvironment env) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        env.masterCertificate().ifPresent(pem -> {
            try {
                builder.sslContext(Certificates.trusting(pem));
            } catch (IOException | GeneralSecurityException e) {
                throw new TrialException("DET_MASTER_CERT_FILE " + pem + " cannot be used: " + e.getMessage(), e);
            }
        });
        return builder.build();
    }

    /** Says that the run has begun, and where its checkpoints go. */
    public void start() {
        ObjectNode body = JSON.createObjectNode().put("runId", env.trial());
        body.set("checkpointStorage", env.config().path("checkpoint_storage"));
        Answer answer = send("POST", "/api/v1/runs/start", Optional.of(body), true);
        if (answer.status == 200 && answer.json().path("storageId").isNumber()) {
            storage = Optional.of(answer.json().path("storageId").asInt());
        } else if (answer.status != 501 && answer.status != 200) {
            throw refused("the start of the run", answer);
        }
        preemption.start();
    }

    private void watchPreemption() {
        String path =
                "/api/v1/allocations/" + env.allocation() + "/signals/preemption?timeout_seconds=" + POLL.toSeconds();
        while (!closed && !preempted) {
            try {
                HttpResponse<byte[]> answer = http.send(
                        request("GET", path, Optional.empty(), POLL.plusSeconds(10)),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    preempted = JSON.readTree(answer.body()).path("preempt").asBoolean();
                } else {
                    TimeUnit.SECONDS.sleep(10);
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.debug("the wish to stop cannot be asked for: {}", e.toString());
                    pause(10_000);
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
        Answer answer = send(
                "POST", "/api/v1/allocations/" + env.allocation() + "/signals/ack_preemption", Optional.empty(), true);
        if (answer.status != 200) {
            throw refused("the acknowledgement of the wish to stop", answer);
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
        Answer answer = send("POST", "/api/v1/trials/" + env.trial() + "/metrics", Optional.of(body), true);
        if (answer.status != 200) {
            throw refused("metrics of group " + group, answer);
        }
    }

    @Override
    public void progress(double share) {
        ObjectNode body = JSON.createObjectNode().put("progress", Math.max(0, Math.min(1, share)));
        body.put("is_raw", true);
        try {
            Answer answer = send("POST", "/api/v1/trials/" + env.trial() + "/progress", Optional.of(body), false);
            if (answer.status != 200) {
                throw refused("progress", answer);
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
                Answer answer = send("POST", "/api/v1/checkpoints", Optional.of(body), false);
                if (answer.status == 200) {
                    return;
                }
                throw refused("the checkpoint", answer);
            } catch (Unreachable e) {
                if (attempt == TRIES) {
                    throw e;
                }
                pause(250L << attempt);
                if (send("GET", "/api/v1/checkpoints/" + uuid, Optional.empty(), true).status == 200) {
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

    /** Receives a download. */
    public interface Download {
        /** Reads the stream to its end. */
        void take(InputStream tar) throws IOException;
    }

    /**
     * Downloads a checkpoint as a tar, with the user's token.
     *
     * @throws TrialException where the master does not give it
     */
    public void download(String uuid, Download download) {
        String token = env.userToken()
                .orElseThrow(() -> new TrialException("the parent's checkpoint " + uuid + " is not in a storage that"
                        + " this process sees, and DET_USER_TOKEN, with which the master would give it, is not set"));
        HttpRequest request = HttpRequest.newBuilder(uri("/checkpoints/" + uuid))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/x-tar")
                .timeout(Duration.ofMinutes(10))
                .GET()
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() != 200) {
                        throw refused(
                                "the download of checkpoint " + uuid,
                                new Answer(answer.statusCode(), body.readNBytes(1 << 12)));
                    }
                    download.take(body);
                    return;
                }
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new TrialException("checkpoint " + uuid + " cannot be downloaded: " + e.getMessage(), e);
                }
                pause(250L << attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrialException("interrupted", e);
            }
        }
    }

    private java.net.URI uri(String path) {
        String base = env.master().toString();
        return java.net.URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private HttpRequest request(String method, String path, Optional<JsonNode> body, Duration deadline) {
        return HttpRequest.newBuilder(uri(path))
                .header("Grpc-Metadata-x-allocation-token", "Bearer " + env.allocationToken())
                .header("Content-Type", "application/json")
                .timeout(deadline)
                .method(
                        method,
                        body.map(b -> HttpRequest.BodyPublishers.ofString(b.toString()))
                                .orElse(HttpRequest.BodyPublishers.noBody()))
                .build();
    }

    private Answer send(String method, String path, Optional<JsonNode> body, boolean repeatable) {
        HttpRequest request = request(method, path, body, DEADLINE);
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                return new Answer(answer.statusCode(), answer.body());
            } catch (IOException e) {
                if (!repeatable || attempt == TRIES) {
                    throw new Unreachable(
                            "the master at " + env.master() + " does not answer " + method + " " + path + ": " + e, e);
                }
                LOG.warn("the master does not answer, trying again: {}", e.toString());
                pause(250L << attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unreachable("interrupted", e);
            }
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted", e);
        }
    }

    private static TrialException refused(String what, Answer answer) {
        return new TrialException("the master refuses " + what + ": HTTP " + answer.status + " "
                + answer.text().strip());
    }

    /** Stops listening to the master. */
    @Override
    public void close() {
        closed = true;
        preemption.interrupt();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(int status, byte[] body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new TrialException("the master's answer is not JSON: " + text(), e);
            }
        }

        String text() {
            return new String(body, 0, Math.min(body.length, 1 << 11), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** No answer came: what was asked for may have happened. */
    private static final class Unreachable extends TrialException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
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
