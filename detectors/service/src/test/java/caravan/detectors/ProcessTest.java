package caravan.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ProcessTest {
    private static final int PER_SECOND = 50;

    @TempDir
    private Path folder;

    private final Random random = new Random(1);

    @Test
    void fifty_predictions_a_second_are_judged_as_they_come_in_little_memory() throws Exception {
        int seconds = Boolean.getBoolean("caravan.longer") ? 60 : 10;
        try (FakePachyderm pachyderm = new FakePachyderm()) {
            FittedVersion version = new FittedVersion("v1", 1, 1_000, 37, 50).in(pachyderm);
            try (ServiceProcess service = new ServiceProcess(
                    folder, Map.of("CARAVAN_PORT", "0", "CARAVAN_PACHYDERM_ADDRESS", pachyderm.address()))) {
                Events events = new Events(service.port());
                send(events, version, PER_SECOND * 4, 0);
                Duration before = service.cpu();

                Duration behind = send(events, version, PER_SECOND * seconds, PER_SECOND);

                assertThat(behind).as("behind at the end").isLessThan(Duration.ofSeconds(10));
                double perEvent = service.cpu().minus(before).toNanos() / 1e9 / (PER_SECOND * seconds);
                assertThat(perEvent)
                        .as("CPU seconds an event; there is one every 20 ms")
                        .isLessThan(0.01);
                int windows = 0;
                for (var detector : events.json("/detectors").path("detectors")) {
                    windows += detector.path("windows").asInt(0);
                }
                assertThat(windows).isEqualTo(4 * (PER_SECOND * (seconds + 4) / 4 / 50));
                assertThat(service.residentMegabytes()).isLessThan(400);

                service.process.toHandle().destroy();
                assertThat(service.rest()).anyMatch(line -> line.contains("every event was answered"));
                assertThat(service.process.waitFor()).as("ended by SIGTERM").isEqualTo(143);
            }
        }
    }

    /** Sends events at a rate (0: at once), awaits the answers and tells how long after the last event the last came. */
    private Duration send(Events events, FittedVersion version, int count, int perSecond) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (perSecond > 0) {
                long due = began + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            }
            double[] projection =
                    random.doubles(37).map(u -> random.nextGaussian()).toArray();
            answers.add(events.later(
                    Events.headers("dogcat-" + i % 4, version),
                    Events.seldon(version.tags(projection, 0.5), 0.9, 0.1)));
        }
        long last = System.nanoTime();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        return Duration.ofNanos(System.nanoTime() - last);
    }

    @Test
    void a_service_that_cannot_start_ends_with_one_clear_line() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder, Map.of("CARAVAN_PORT", "-1"))) {
            assertThat(service.rest())
                    .singleElement()
                    .asString()
                    .endsWith("not started: CARAVAN_PORT is -1; it must be between 0 and 65535");
            assertThat(service.process.waitFor()).isEqualTo(1);
        }
    }
}
