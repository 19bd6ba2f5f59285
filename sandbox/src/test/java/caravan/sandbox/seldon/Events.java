package caravan.sandbox.seldon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A logger that keeps what it is sent. */
final class Events implements AutoCloseable {
    /** An event: its headers by lower-case name, and its payload. */
    record Event(String path, Map<String, String> headers, byte[] payload) {
        String type() {
            return headers.get("ce-type");
        }
    }

    final List<Event> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Events() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            seen.add(new Event(
                    exchange.getRequestURI().getPath(),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(202, -1);
        }
    }

    List<Event> of(String puid) {
        return seen.stream()
                .filter(e -> puid.equals(e.headers().get("ce-requestid")))
                .toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/a-secret-path";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
