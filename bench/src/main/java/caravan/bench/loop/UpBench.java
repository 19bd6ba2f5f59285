package caravan.bench.loop;

import caravan.bench.Scratch;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./caravan up} in a new home, until the integration's health is UP. */
@Command(name = "up", description = "./caravan up in a new home, warm: seconds until the health is UP (< 10 s, median)")
public final class UpBench implements Callable<Integer> {
    private static final double BOUND = 10;

    @Mixin
    private FrontDoor door;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return door.median("up", BOUND, spec.commandLine().getOut(), UpBench::once);
    }

    private static double once(Scratch scratch) throws Exception {
        Path home = scratch.folder().resolve("home");
        HttpClient client = HttpClient.newHttpClient();
        long begin = System.nanoTime();
        try (Program up = Program.start(
                List.of(Installation.here().frontDoor().toString(), "up", "--home", home.toString()),
                scratch.folder().resolve("up.log"))) {
            return Await.until("the integration's health", Duration.ofMinutes(2), 20, () -> {
                up.check();
                Optional<JsonNode> said = Machine.json(home.resolve("integration.json"));
                return said.isPresent()
                                && Machine.up(client, said.get().path("url").asText())
                        ? Optional.of((System.nanoTime() - begin) / 1e9)
                        : Optional.empty();
            });
        }
    }
}
