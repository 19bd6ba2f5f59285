package caravan.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A master that takes a trial's reports and gives checkpoints as tars. */
final class GivenMaster implements AutoCloseable {
    record Request(String line, JsonNode body) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Path checkpoints;
    private final HttpServer server;

    /** The checkpoints that it gives lie in this folder. */
    GivenMaster(Path checkpoints) throws IOException {
        this.checkpoints = checkpoints;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The values of the one report of group caravan. */
    JsonNode caravan() {
        List<JsonNode> reports = requests.stream()
                .map(Request::body)
                .filter(b -> b != null && b.path("group").asText().equals("caravan"))
                .toList();
        if (reports.size() != 1) {
            throw new AssertionError(reports.size() + " reports of group caravan");
        }
        return reports.get(0).path("metrics").path("metrics").path("avgMetrics");
    }

    /** The checkpoint that was reported. */
    JsonNode checkpoint() {
        return requests.stream()
                .filter(r -> r.line.equals("POST /api/v1/checkpoints"))
                .findFirst()
                .orElseThrow()
                .body;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.endsWith("/signals/preemption")) {
            return;
        }
        requests.add(
                new Request(exchange.getRequestMethod() + " " + path, body.length == 0 ? null : JSON.readTree(body)));
        if (path.startsWith("/checkpoints/")) {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                tar(checkpoints.resolve(path.substring("/checkpoints/".length())), out);
            }
        } else {
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private static void tar(Path folder, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tar.putArchiveEntry(new TarArchiveEntry(
                        file.toFile(), folder.relativize(file).toString()));
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
