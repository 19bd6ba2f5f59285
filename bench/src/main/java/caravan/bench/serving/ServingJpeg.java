package caravan.bench.serving;

import caravan.bench.BenchException;
import caravan.bench.Scratch;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** JPEG over REST. */
@Command(
        name = "serving-jpeg",
        description = "JPEG (binData over REST): the server's pictures per CPU second over those in process (>= 0.80)")
public final class ServingJpeg implements Callable<Integer> {
    private static final double BOUND = 0.80;

    @Mixin
    private ServingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch()) {
            return measure(scratch.folder());
        }
    }

    private int measure(Path work) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ServedVersion version = options.version(work);
        List<byte[]> jpegs = options.jpegs();
        try (VersionModel model = VersionModel.open(version.model());
                ServerProcess server = ServerProcess.start(version, work)) {
            List<byte[]> bodies = jpegs.stream()
                    .map(jpeg -> ("{\"binData\":\"" + Base64.getEncoder().encodeToString(jpeg) + "\"}")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .toList();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI uri = URI.create("http://127.0.0.1:" + server.http() + "/api/v1.0/predictions");
            Rounds rounds = new Rounds(options.rounds(), options.count(), out)
                    .side(
                            "server, JPEG over REST",
                            options.serverWarmUp(),
                            i -> post(client, uri, bodies.get(i % bodies.size())),
                            server::cpuSeconds)
                    .side(
                            "decode + resize + ONNX Runtime",
                            options.ownWarmUp(),
                            i -> model.score(PictureTensor.of(jpegs.get(i % jpegs.size()))),
                            ServingOptions::ownCpuSeconds);
            rounds.run();
            double ratio = rounds.ratio(0, 1);
            out.printf(
                    Locale.ROOT,
                    "serving-jpeg: %.3f of in process (bound: at least %.2f), %.0f MB resident%n",
                    ratio,
                    BOUND,
                    server.residentMegabytes());
            return ratio >= BOUND ? 0 : 1;
        }
    }

    static void post(HttpClient client, URI uri, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new BenchException("the server answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
