package caravan.model.master;

import caravan.model.TrialException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to the master, with the allocation's token; tried again, where that does no harm, when no answer comes. */
final class MasterHttp {
    /** How often a request is made before it fails. */
    static final int TRIES = 6;

    private static final Logger LOG = LoggerFactory.getLogger(MasterHttp.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final TrialEnvironment env;
    private final HttpClient http;

    MasterHttp(TrialEnvironment env) {
        this.env = env;
        this.http = client(env);
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

    /**
     * Asks the master.
     *
     * @param repeatable whether to ask again where no answer came
     * @throws Unreachable where none comes
     */
    Answer send(String method, String path, Optional<JsonNode> body, boolean repeatable) {
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

    /** Asks a question that the master may keep open for so long; no second try. */
    Answer ask(String path, Duration open) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                request("GET", path, Optional.empty(), open.plusSeconds(10)), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.body());
    }

    /** Receives a download. */
    interface Download {
        /** Reads the stream to its end. */
        void take(InputStream tar) throws IOException;
    }

    /**
     * Downloads a checkpoint as a tar, with the user's token.
     *
     * @throws TrialException where the master does not give it
     */
    void download(String uuid, Download download) {
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

    private URI uri(String path) {
        String base = env.master().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
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

    /** Waits before another try. */
    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted", e);
        }
    }

    /** What the master does not want, in its own words. */
    static TrialException refused(String what, Answer answer) {
        return new TrialException("the master refuses " + what + ": HTTP " + answer.status + " "
                + answer.text().strip());
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, byte[] body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new TrialException("the master's answer is not JSON: " + text(), e);
            }
        }

        String text() {
            return new String(body, 0, Math.min(body.length, 1 << 11), StandardCharsets.UTF_8);
        }
    }

    /** No answer came: what was asked for may have happened. */
    static final class Unreachable extends TrialException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
