package caravan.sandbox.determined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.Credentials;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RestartTest {

    @TempDir
    Path folder;

    @Test
    void nothing_is_forgotten_and_a_lost_trial_is_run_again_without_counting_as_a_failure() {
        int paused;
        int ended;
        int running;
        try (GivenMaster master = new GivenMaster(folder)) {
            MasterClient client = master.user();
            paused = client.create(MasterClient.config("wait"), false);
            ended = client.create(MasterClient.config("train", "1"), true);
            client.until(ended, "STATE_COMPLETED");
            running = client.create(MasterClient.config("wait"), true);
            client.untilSaid(running, "waiting");
        }
        try (GivenMaster master = new GivenMaster(folder)) {
            MasterClient client = master.user();
            assertThat(client.state(paused)).isEqualTo("STATE_PAUSED");
            assertThat(client.state(ended)).isEqualTo("STATE_COMPLETED");
            client.untilSaid(running, "run 2 from nothing");
            assertThat(client.trial(running).path("restarts").asInt()).isZero();
            client.verb(running, "cancel");
            client.until(running, "STATE_CANCELED");
        }
    }

    @Test
    void a_token_outlives_a_restart() {
        MasterClient before;
        try (GivenMaster master = new GivenMaster(folder)) {
            before = master.user();
        }
        try (GivenMaster master = new GivenMaster(folder)) {
            assertThat(before.on(master.anonymous()).get("/api/v1/me").status()).isEqualTo(200);
        }
    }

    @Test
    void after_a_kill_the_left_process_is_ended_and_what_was_acknowledged_is_there() throws Exception {
        Path home = folder.resolve("home");
        Path ports = folder.resolve("port");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledMaster.class.getName(),
                        home.toString(),
                        ports.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        int running;
        long pid;
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ports));
            MasterClient client = MasterClient.anonymous(Integer.parseInt(Files.readString(ports)))
                    .login(
                            "caravan",
                            Credentials.open(home.resolve("credentials")).read(Credentials.DETERMINED_PASSWORD));
            ObjectNode config = MasterClient.config();
            config.put("entrypoint", "echo pid=$$; exec sleep 600");
            running = client.create(config, true);
            client.untilSaid(running, "pid=");
            pid = client.log(running).stream()
                    .filter(line -> line.contains("pid="))
                    .map(line -> Long.parseLong(line.replaceAll(".*pid=", "")))
                    .findFirst()
                    .orElseThrow();
            client.send("PATCH", "/api/v1/experiments/" + running, java.util.Map.of("labels", List.of("last")))
                    .ok();
        } finally {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(pid)).isPresent();
        try (GivenMaster master = new GivenMaster(home)) {
            assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
            MasterClient client = master.user();
            assertThat(client.experiment(running).path("labels").path(0).asText())
                    .isEqualTo("last");
            client.verb(running, "kill");
            client.until(running, "STATE_CANCELED");
        }
    }
}
