package caravan.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OverloadTest {
    @TempDir
    private Path folder;

    @Test
    void what_does_not_fit_the_queue_is_put_off_and_the_end_waits_for_the_rest() throws Exception {
        try (FakePachyderm pachyderm = new FakePachyderm()) {
            FittedVersion version = new FittedVersion("v1", 1).in(pachyderm);
            DetectorService service = DetectorService.start(Settings.of(Map.of(
                    "CARAVAN_PORT",
                    "0",
                    "CARAVAN_QUEUE",
                    "2",
                    "CARAVAN_PACHYDERM_ADDRESS",
                    pachyderm.address(),
                    "CARAVAN_CACHE",
                    folder.toString())));
            Events events = new Events(service.port());
            pachyderm.hold();
            CompletableFuture<HttpResponse<String>> first = predict(events, version);
            CompletableFuture<HttpResponse<String>> second = predict(events, version);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> events.json("/health").path("underWay").asInt() == 2);

            assertThat(events.json("/health").at("/pachyderm/detail").asText())
                    .as("health does not wait for a Pachyderm that hangs")
                    .isEqualTo("no answer within 500 ms");
            HttpResponse<String> putOff = predict(events, version).get();

            assertThat(putOff.statusCode()).isEqualTo(503);
            assertThat(putOff.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(Events.json(putOff).path("error").asText()).contains("2 events are waiting");
            assertThat(events.get("/detectors").statusCode())
                    .as("the event loop is free")
                    .isEqualTo(200);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(service::close);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> events.get("/health").statusCode() == 503);
            assertThat(predict(events, version).get().statusCode()).isEqualTo(503);
            pachyderm.release();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(second.get().statusCode()).isEqualTo(200);
            closed.get(20, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<HttpResponse<String>> predict(Events events, FittedVersion version)
            throws Exception {
        return events.later(
                Events.headers("dogcat", version), Events.seldon(version.tags(new double[4], 0.5), 0.9, 0.1));
    }
}
